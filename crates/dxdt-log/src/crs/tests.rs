use super::*;

/// Code, easting, northing, and the longitude and latitude that they are made of by pyproj 3.7.2 with PROJ 9.5.1:
/// `Transformer.from_crs(4326, code, always_xy=True)`. Then how far dxdt may be away, in metres: eastings are rounded to
/// 0.1 mm, and PROJ shifts some datums otherwise.
const PLACES: [(u16, [f64; 2], [f64; 2], f64); 24] = [
    (3857, [2771855.3208, 8444400.9298], [24.9, 60.2], 1e-3),
    (32632, [465403.2845, 5247150.8394], [8.5417, 47.3769], 1e-3),
    (
        32756,
        [334368.6336, 6250948.3454],
        [151.2093, -33.8688],
        1e-3,
    ),
    (25832, [597979.9029, 6643118.9914], [10.7522, 59.9139], 1e-3),
    (27700, [434039.4573, 289239.2811], [-1.5, 52.5], 0.01),
    (2154, [652469.0227, 6862035.2594], [2.3522, 48.8566], 1e-3),
    (3035, [4732661.0881, 2677634.0438], [15.4214, 47.0767], 1e-3),
    (2056, [2599997.5325, 1200001.9164], [7.4386, 46.9511], 0.01),
    (31370, [148799.1702, 171100.1548], [4.3517, 50.8503], 1e-3),
    (3395, [-7859156.05, -6985840.1239], [-70.6, -53.2], 1e-3),
    (3031, [305467.1627, -1289201.5377], [166.67, -77.85], 1e-3),
    (3413, [214965.0993, -1886724.4622], [-38.5, 72.6], 1e-3),
    (28992, [155027.1328, 463114.3427], [5.3876, 52.1562], 0.01),
    (
        5514,
        [-741817.7721, -1044492.5575],
        [14.4378, 50.0755],
        10.0,
    ),
    (2263, [988212.2372, 211939.2786], [-73.9857, 40.7484], 1e-3),
    (3006, [674571.8664, 6580743.0083], [18.0686, 59.3293], 1e-3),
    (
        2193,
        [1748735.5531, 5427916.4789],
        [174.7762, -41.2865],
        1e-3,
    ),
    (3112, [-12109.6413, -2699468.4458], [133.88, -23.7], 1e-3),
    (5070, [85800.293, 1775361.5405], [-95.0, 39.0], 1e-3),
    (3376, [468584.7509, 343066.5907], [113.9, 3.1], 1e-3),
    (2180, [637382.2044, 486757.2095], [21.0122, 52.2297], 1e-3),
    (23700, [649439.1116, 239562.8811], [19.04, 47.5], 1e-3),
    (4258, [8.0, 50.0], [8.0, 50.0], 1e-3),
    (4277, [-1.498511843, 52.49962612], [-1.5, 52.5], 0.01),
];

fn crs(code: u16) -> Crs {
    format!("EPSG:{code}").parse().unwrap()
}

fn degrees(code: u16, [x, y]: [f64; 2]) -> [f64; 2] {
    let (mut x, mut y) = ([x], [y]);
    crs(code).to_degrees(&mut x, &mut y);
    [x[0], y[0]]
}

#[test]
fn places_are_those_of_proj() {
    const METRES: f64 = 111_320.0;
    for (code, map, [longitude, latitude], limit) in PLACES {
        let found = degrees(code, map);
        let east = (found[0] - longitude) * METRES * latitude.to_radians().cos();
        let away = east.hypot((found[1] - latitude) * METRES);
        assert!(away < limit, "EPSG:{code}: {away} m");
    }
}

#[test]
fn what_is_off_the_map_is_no_place() {
    let off = |code, map| assert_eq!(degrees(code, map), [f64::INFINITY; 2], "EPSG:{code}");
    // East of the antimeridian of the map, and a northing in the place of the easting.
    off(3857, [3e7, 0.0]);
    off(32632, [5247150.8394, 465403.2845]);
    off(2154, [1e300, 0.0]);
    let missing = degrees(32632, [f64::NAN, 5e6]);
    assert!(missing[0].is_nan() && missing[1] == 5e6);
    // WGS84 itself is left as it is, to the bit.
    assert_eq!(degrees(4326, [0.1, 0.2]), [0.1, 0.2]);
}

#[test]
fn what_cannot_be_converted_is_told() {
    for (text, why) in [
        ("EPSG:99999", "no coordinate reference system"),
        ("EPSG:5703", "no coordinate reference system"),
        ("25832", "no coordinate reference system"),
        ("EPSG:26591", "no coordinate reference system"),
        ("EPSG:4978", "(WGS 84) is geocentric"),
        ("EPSG:7405", "has heights beside its projection"),
        ("EPSG:4807", "does not have degrees east of Greenwich"),
        ("EPSG:26717", "needs a grid of shifts"),
        ("EPSG:27200", "a projection that dxdt does not know"),
    ] {
        let error = text.parse::<Crs>().unwrap_err();
        assert!(error.contains(why), "{text}: {error}");
    }
    let written = "epsg:3857".parse::<Crs>().unwrap();
    assert_eq!(written.to_string(), "EPSG:3857");
    assert_eq!(written, crs(3857));
    assert!((crs(2263).unit_in_metres() - 1200.0 / 3937.0).abs() < 1e-12);
}
