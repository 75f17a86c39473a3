//! Random damage.

use proptest::prelude::*;

use super::tests::{GGA_1, RMC_1, RMC_2, VOID, log};
use super::*;

proptest! {
    #[test]
    fn damage_never_panics(
        hits in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..12),
        cut in any::<prop::sample::Index>(),
        checked in any::<bool>(),
    ) {
        let gns = "GNGNS,224749.00,3333.4268304,N,11153.3538273,W,D,19,0.6,406.110,-26.294,6.0,0138,S";
        let rest = ["GPVTG,86.2,T,86.2,M,152.6,N,282.7,K,D", "GPZDA,160012.71,11,03,2004,-1,00", gns];
        let text = log(&[&[RMC_1, GGA_1, VOID, RMC_2, "GPGLL,4916.45,N,12311.12,W,225444,A,D"], &rest[..]].concat());
        let mut bytes = text.into_bytes();
        if !checked {
            // Without checksums the fields themselves are hit.
            bytes.retain(|&byte| byte != b'*');
        }
        for (at, byte) in hits {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        bytes.truncate(cut.index(bytes.len()) + 1);
        Nmea.recognises(&bytes);
        if let Ok(source) = Source::from_bytes("log".into(), bytes)
            && let Ok(table) = Nmea.read(&source)
        {
            let height = table.height();
            prop_assert!(height > 0);
            prop_assert!(table.columns.iter().all(|column| column.len() == height));
            let bare = table.names().contains(&"latitude [deg]".to_owned());
            prop_assert!(bare);
        }
    }

    #[test]
    fn any_text_is_read_or_refused(text in "([$!*,.0-9A-Z\\n]|GPRMC,|\\PC){0,200}") {
        Nmea.recognises(text.as_bytes());
        if let Ok(source) = Source::from_bytes("log".into(), text.into_bytes()) {
            let _ = Nmea.read(&source).map(|table| table.height());
        }
    }
}
