//! What the words of a name say of an axis: of a position, or of something else.

use super::column_name::ColumnName;

/// Words for one coordinate in the languages of headers; each stands for another axis.
const COORDINATES: &[&str] = &[
    "abscisse",
    "abscissa",
    "ascissa",
    "abszisse",
    "ordonnée",
    "ordonnee",
    "ordinate",
    "ordinata",
    "ordenada",
];

/// Words for a position, and for any coordinate in the languages of headers.
const POSITION_WORDS: &[&str] = &[
    "p",
    "pos",
    "position",
    "positions",
    "t",
    "translation",
    "loc",
    "location",
    "coord",
    "coordinate",
    "coordinates",
    "point",
    "center",
    "centre",
    "centroid",
    "xyz",
    "por",
    "pix",
    "koordinate",
    "coordonnée",
    "coordonnee",
    "coordenada",
    "coordinata",
    "posición",
    "posicion",
    "posizione",
    "posição",
    "ort",
    "lage",
    "położenie",
    "координата",
    "положение",
    "位置",
    "座標",
    "坐标",
];

/// Whether a word is one for a position or a coordinate.
pub fn is_position_word(word: &str) -> bool {
    POSITION_WORDS.contains(&word) || is_coordinate_word(word)
}

/// Whether a word is one for a coordinate along one axis only, such as `abscissa`.
pub fn is_coordinate_word(word: &str) -> bool {
    COORDINATES.contains(&word)
}

/// Words of columns that have an axis too and are something else.
pub const OTHER_QUANTITIES: &[&str] = &[
    "v",
    "vel",
    "velocity",
    "speed",
    "a",
    "acc",
    "accel",
    "acceleration",
    "linear_acceleration",
    "q",
    "quat",
    "quaternion",
    "orientation",
    "rot",
    "rotation",
    "euler",
    "w",
    "omega",
    "gyro",
    "gyroscope",
    "angular",
    "twist",
    "b",
    "bias",
    "mag",
    "magnetometer",
    "magnetic",
    "f",
    "force",
    "moment",
    "torque",
    "j",
    "jerk",
    "err",
    "error",
    "std",
    "sigma",
    "stddev",
    "cov",
    "covariance",
    "var",
    "variance",
    "size",
    "width",
    "scale",
    "grav",
    "gravity",
    "dilution",
    "dop",
    "uncertainty",
    "accuracy",
    "course",
    "heading",
    "bearing",
    "groundspeed",
    "sog",
    "cog",
    "linear",
    "accelerometer",
    "attitude",
    "roll",
    "pitch",
    "yaw",
    "direction",
    "dir",
    "normal",
    "gradient",
    "offset",
    "variance",
    "delta",
    "likelihood",
    "gyr",
    "gyroscope",
    "magn",
    "magnetometer",
    "angvel",
    "imu",
    "confidence",
    "visibility",
];

/// Positions to which an axis is glued in one word.
pub const GLUED_POSITIONS: &[&str] = &["p", "t", "pos", "position", "loc", "coord", "point"];
/// Other quantities to which an axis is glued in one word.
pub const GLUED_OTHERS: &[&str] = &[
    "v", "vel", "a", "acc", "accel", "q", "w", "g", "m", "f", "gyro", "mag", "d", "r",
];

/// Words for a height.
pub const HEIGHTS: &[&str] = &[
    "alt",
    "altitude",
    "height",
    "ele",
    "elev",
    "elevation",
    "hae",
    "msl",
    "hmsl",
    "amsl",
    "höhe",
    "hoehe",
    "altura",
    "altitud",
    "altitudine",
    "quota",
    "hauteur",
    "hoogte",
    "wysokość",
    "высота",
    "高度",
    "標高",
];

/// Words for a position along a line.
pub const ONE_DIMENSIONAL: &[&str] = &[
    "position",
    "pos",
    "displacement",
    "distance",
    "height",
    "altitude",
    "elevation",
    "depth",
    "angle",
    "theta",
    "θ",
    "elongation",
    "extension",
    "level",
    "s",
];

/// The words beside the axis, and the axis: 0 for x or east, 1 for y or north, 2 for z, up or down.
///
/// ```
/// use dxdt_formats::{ColumnName, axis_of};
/// let axis = |name| axis_of(&ColumnName::parse(name));
/// assert_eq!(axis("pose.position.y"), Some((vec!["pose".to_owned(), "position".to_owned()], 1)));
/// assert_eq!(axis("x2"), Some((vec!["2".to_owned()], 0)));
/// assert_eq!(axis("index"), None);
/// ```
pub fn axis_of(name: &ColumnName) -> Option<(Vec<String>, usize)> {
    let at_word = name
        .words
        .iter()
        .rposition(|word| axis_word(word).is_some());
    if let Some(at) = at_word {
        let mut beside = name.words.clone();
        let axis = axis_word(&beside.remove(at))?;
        return Some((beside, axis));
    }
    let (last, before) = name.words.split_last()?;
    // `pos_n`, `pos_e`, `pos_d`.
    let by_letter = match last.as_str() {
        "e" => Some(0),
        "n" => Some(1),
        "d" | "u" => Some(2),
        _ => None,
    };
    if let Some(axis) = by_letter
        && before
            .iter()
            .any(|word| ["pos", "position", "local", "ned", "enu"].contains(&word.as_str()))
    {
        return Some((before.to_vec(), axis));
    }
    // `x1`: the axis of the first of several.
    let number = last.trim_start_matches(|c: char| !c.is_ascii_digit());
    if number.len() + 1 == last.len()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && let Some(axis) = axis_word(&last[..1])
    {
        let mut beside = before.to_vec();
        beside.push(number.to_owned());
        return Some((beside, axis));
    }
    // `navPos[0]`: the axes of an array of positions.
    let is_index = name.full.ends_with(&format!("[{last}]"));
    if is_index && before.iter().any(|word| is_position_word(word)) {
        let axis = last.parse().ok().filter(|axis| *axis < 3)?;
        return Some((before.to_vec(), axis));
    }
    let glued = last.strip_suffix(['x', 'y', 'z'])?;
    let axis = axis_word(&last[glued.len()..])?;
    let mut beside = before.to_vec();
    if GLUED_POSITIONS.contains(&glued) || ["l", "r"].contains(&glued) {
        beside.push(glued.to_owned());
        return Some((beside, axis));
    }
    // `vx` and its like have an axis, and must not be taken for a name without one.
    GLUED_OTHERS.contains(&glued).then(|| {
        beside.push("v".to_owned());
        (beside, axis)
    })
}

/// The axis of a name that says where it points: 0 for east, 1 for north.
pub fn compass_axis(name: &ColumnName) -> Option<usize> {
    name.words.iter().rev().find_map(|word| compass_word(word))
}

fn axis_word(word: &str) -> Option<usize> {
    match word {
        "x" => Some(0),
        "y" => Some(1),
        "z" | "up" | "down" | "depth" => Some(2),
        _ => compass_word(word),
    }
}

fn compass_word(word: &str) -> Option<usize> {
    match word {
        "east" | "easting" | "ost" | "este" | "rechtswert" => Some(0),
        "north" | "northing" | "nord" | "norte" | "hochwert" => Some(1),
        _ => None,
    }
}
