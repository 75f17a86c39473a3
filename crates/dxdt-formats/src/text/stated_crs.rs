//! The coordinate reference system that the lines above the rows name.

/// `EPSG:25832`, in whichever way it is written: `EPSG 25832`, `urn:ogc:def:crs:EPSG::25832`, `x_epsg25832`; none where
/// there are several, or none.
pub(super) fn stated_crs(above: &str) -> Option<String> {
    let lower = above.to_ascii_lowercase();
    let codes = lower.match_indices("epsg").filter_map(|(at, word)| {
        let rest = lower[at + word.len()..].trim_start_matches([':', ' ', '_', '-', '=']);
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        (4..=5).contains(&digits).then(|| &rest[..digits])
    });
    let mut codes: Vec<&str> = codes.collect();
    codes.dedup();
    match codes[..] {
        [code] => Some(format!("EPSG:{code}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_found_however_it_is_written() {
        for above in [
            "# CRS: EPSG:25832",
            "Projection;epsg 25832",
            "urn:ogc:def:crs:EPSG::25832\nt,x_epsg25832,y_epsg25832\n",
        ] {
            assert_eq!(stated_crs(above).as_deref(), Some("EPSG:25832"), "{above}");
        }
        for above in ["from EPSG:4326 to EPSG:25832", "epsg", "epsg:12", "t,x,y"] {
            assert_eq!(stated_crs(above), None, "{above}");
        }
    }
}
