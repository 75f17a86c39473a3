//! Sentences that are understood, and those that are not.

use super::*;

fn read(kind: Kind, data: &str) -> Option<Reading<'_>> {
    understand(&Sentence {
        line: 1,
        kind,
        data,
        is_checked: true,
    })
}

#[test]
fn rmc_gives_all_but_the_height() {
    let data = "110124.250,A,5505.330990,S,03858.587325,W,152.6,86.2,310317,8.9,E,D";
    let rmc = read(Kind::Rmc, data).unwrap();
    let position = rmc.position.unwrap();
    assert_eq!(position.latitude, -(55.0 + 5.330_990 / 60.0));
    assert_eq!(position.longitude, -(38.0 + 58.587_325 / 60.0));
    assert_eq!(rmc.motion.speed, Some(Speed::Knots("152.6")));
    assert_eq!(rmc.motion.course, Some("86.2"));
    assert_eq!(rmc.time.unwrap().text(rmc.date), "2017-03-31T11:01:24.250Z");
    assert!(!rmc.is_void && !rmc.is_estimated);
    assert!(read(Kind::Rmc, &data.replace(",D", ",N")).unwrap().is_void);
    assert!(
        read(Kind::Rmc, &data.replace(",D", ",E"))
            .unwrap()
            .is_estimated
    );
    assert!(read(Kind::Rmc, ",V,,,,,,,,,,N").unwrap().is_void);
    // The magnetic variation is of no use here, so that it may be damaged.
    assert!(read(Kind::Rmc, &data.replace("8.9,E", "8.9,,")).is_some());
}

#[test]
fn the_other_sentences_give_their_part() {
    let gga = read(
        Kind::Gga,
        "110124,5505.330990,N,03858.587325,E,2,09,0.9,2177.0,M,14.0,M,,",
    );
    assert_eq!(gga.unwrap().altitude, Some("2177.0"));
    assert!(read(Kind::Gga, ",,,,,0,,,,,,,,").unwrap().is_void);
    assert!(read(Kind::Gga, "1,,,,,6,,,,,,,,").is_none());
    let gns = "224749.00,3333.4268304,N,11153.3538273,W,NNA,19,0.6,406.110,-26.294,6.0,0138,S";
    let gns = read(Kind::Gns, gns).unwrap();
    assert_eq!((gns.is_void, gns.altitude), (false, Some("406.110")));
    assert!(
        read(Kind::Gns, "181604.00,,,,,NN,00,99.99,,,,")
            .unwrap()
            .is_void
    );
    let gll = read(Kind::Gll, "5107.0013414,N,11402.3279144,W,205412.00,A,A").unwrap();
    assert_eq!(gll.position.unwrap().latitude, 51.0 + 7.001_341_4 / 60.0);
    assert_eq!(read(Kind::Gll, "4916.45,N,12311.12,W").unwrap().time, None);
    let speed = |data| read(Kind::Vtg, data).unwrap().motion.speed;
    assert_eq!(
        speed("86.2,T,86.2,M,152.6,N,282.7,K,D"),
        Some(Speed::Knots("152.6"))
    );
    assert_eq!(
        speed("86.2,T,,M,,N,185.2,K,D"),
        Some(Speed::KilometresPerHour(185.2))
    );
    assert_eq!(speed("054,034,005.5,010.2"), Some(Speed::Knots("005.5")));
    assert_eq!(speed(",T,,M,,N,,K,N"), None);
    let zda = read(Kind::Zda, "160012.71,11,03,2004,-1,00").unwrap();
    assert_eq!(zda.date.unwrap().to_string(), "2004-03-11");
    assert_eq!(read(Kind::Zda, ",,,,,").unwrap().date, None);
}

#[test]
fn what_cannot_be_understood_is_nothing() {
    for (kind, data) in [
        (Kind::Rmc, ""),
        (
            Kind::Rmc,
            "110124,A,5505.330990,N,03858.587325,E,152.6,86.2",
        ),
        (
            Kind::Rmc,
            "110124,X,5505.330990,N,03858.587325,E,152.6,86.2,310317,,",
        ),
        (
            Kind::Rmc,
            "110124,A,5505.330990,N,03858.587325,E,152.6,86.2,3103,,",
        ),
        (
            Kind::Rmc,
            "110124,A,5505.330990,N,03858.587325,E,152.6,86.2,310217,,",
        ),
        (
            Kind::Rmc,
            "250124,A,5505.330990,N,03858.587325,E,152.6,86.2,310317,,",
        ),
        (
            Kind::Rmc,
            "110124,A,5565.330990,N,03858.587325,E,152.6,86.2,310317,,",
        ),
        (
            Kind::Rmc,
            "110124,A,9105.330990,N,03858.587325,E,152.6,86.2,310317,,",
        ),
        (
            Kind::Rmc,
            "110124,A,5505.330990,N,18100.000000,E,152.6,86.2,310317,,",
        ),
        (
            Kind::Rmc,
            "110124,A,5505.330990,E,03858.587325,N,152.6,86.2,310317,,",
        ),
        (Kind::Rmc, "110124,A,5505.330990,N,,,152.6,86.2,310317,,"),
        (
            Kind::Rmc,
            "110124,A,550.330990,N,03858.587325,E,152.6,86.2,310317,,",
        ),
        (
            Kind::Rmc,
            "110124,A,55NaN,N,03858.587325,E,152.6,86.2,310317,,",
        ),
        (
            Kind::Rmc,
            "110124,A,55+5.3,N,03858.587325,E,152.6,86.2,310317,,",
        ),
        (
            Kind::Rmc,
            "110124,A,5505.330990,N,03858.587325,E,1e3,86.2,310317,,",
        ),
        (
            Kind::Rmc,
            "110124,A,5505.330990,N,03858.587325,E,inf,86.2,310317,,",
        ),
        (
            Kind::Gga,
            "110124,5505.330990,N,03858.587325,E,2,09,0.9,2177.0",
        ),
        (
            Kind::Gga,
            "110124,5505.330990,N,03858.587325,E,2,09,0.9,21-7.0,M,14.0,M,,",
        ),
        (
            Kind::Gga,
            "110124,5505.330990,N,03858.587325,E,2,09,0.9,7142.0,F,14.0,M,,",
        ),
        (
            Kind::Gga,
            "110124,5505.330990,N,03858.587325,E,12,09,0.9,2177.0,M,14.0,M,,",
        ),
        (
            Kind::Gns,
            "110124,5505.330990,N,03858.587325,E,a1,09,0.9,2177.0,14.0,,",
        ),
        (Kind::Gll, "5505.330990,N,03858.587325,E,1101"),
        (Kind::Gll, "5505.330990,N,03858.587325,E,110124,"),
        (Kind::Vtg, "86.2,T,86.2,M,152"),
        (Kind::Vtg, "86.2,T,86.2,M,15,2,N,282.7,K"),
        (Kind::Zda, "160012.71,31,02,2004,-1,00"),
        (Kind::Zda, "160012.71,11,03,04,-1,00"),
    ] {
        assert_eq!(read(kind, data), None, "{kind:?} {data}");
    }
}
