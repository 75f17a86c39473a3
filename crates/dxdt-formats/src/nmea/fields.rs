//! What one sentence says: its fields, with the digits they are written with.

use chrono::NaiveDate;

use super::super::day_time::{TimeOfDay, are_digits, read_date};
use super::frame::{Kind, Sentence};
use super::values::{Position, number, optional, position};

/// What one sentence says.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Reading<'a> {
    pub time: Option<TimeOfDay<'a>>,
    pub date: Option<NaiveDate>,
    /// The receiver says that it has no fix.
    pub is_void: bool,
    /// The receiver says that the position is not measured.
    pub is_estimated: bool,
    pub position: Option<Position>,
    /// In metres above mean sea level.
    pub altitude: Option<&'a str>,
    pub motion: Motion<'a>,
}

/// Speed over ground and course.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Motion<'a> {
    pub speed: Option<Speed<'a>>,
    /// In degrees from true north.
    pub course: Option<&'a str>,
}

/// A speed as it is written.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Speed<'a> {
    Knots(&'a str),
    KilometresPerHour(f64),
}

/// What a sentence says; `None` where it is cut short or cannot be understood.
pub(super) fn understand<'a>(sentence: &Sentence<'a>) -> Option<Reading<'a>> {
    let fields: Vec<&str> = sentence.data.split(',').map(str::trim).collect();
    match sentence.kind {
        Kind::Rmc => rmc(&fields),
        Kind::Gga => gga(&fields),
        Kind::Gns => gns(&fields),
        Kind::Gll => gll(&fields),
        Kind::Vtg => vtg(&fields),
        Kind::Zda => zda(&fields),
    }
}

/// `hhmmss.ss,A,ddmm.mm,N,dddmm.mm,E,knots,course,ddmmyy[,variation,E[,mode[,status]]]`
fn rmc<'a>(fields: &[&'a str]) -> Option<Reading<'a>> {
    let [
        time,
        status,
        latitude,
        north,
        longitude,
        east,
        speed,
        course,
        date,
        rest @ ..,
    ] = fields
    else {
        return None;
    };
    let mode = rest.get(2).copied().unwrap_or_default();
    Some(Reading {
        time: optional(time, TimeOfDay::read)?,
        date: optional(date, read_date)?,
        is_void: match *status {
            "A" | "D" => mode == "N",
            "V" => true,
            _ => return None,
        },
        is_estimated: matches!(mode, "E" | "M" | "S"),
        position: position([latitude, north, longitude, east])?,
        motion: Motion {
            speed: optional(speed, number)?.map(Speed::Knots),
            course: optional(course, number)?,
        },
        ..Reading::default()
    })
}

/// `hhmmss.ss,ddmm.mm,N,dddmm.mm,E,quality,satellites,dilution,altitude,M,…`
fn gga<'a>(fields: &[&'a str]) -> Option<Reading<'a>> {
    let [
        time,
        latitude,
        north,
        longitude,
        east,
        quality,
        _,
        _,
        altitude,
        unit,
        ..,
    ] = fields
    else {
        return None;
    };
    if quality.len() > 1 || !are_digits(quality) || !matches!(*unit, "" | "M") {
        return None;
    }
    let position = position([latitude, north, longitude, east])?;
    Some(Reading {
        time: optional(time, TimeOfDay::read)?,
        is_void: *quality == "0" || (quality.is_empty() && position.is_none()),
        is_estimated: matches!(*quality, "6" | "7" | "8"),
        position,
        altitude: optional(altitude, number)?,
        ..Reading::default()
    })
}

/// `hhmmss.ss,ddmm.mm,N,dddmm.mm,E,modes,satellites,dilution,altitude,separation,…`, a mode for every system.
fn gns<'a>(fields: &[&'a str]) -> Option<Reading<'a>> {
    let [
        time,
        latitude,
        north,
        longitude,
        east,
        modes,
        _,
        _,
        altitude,
        _,
        ..,
    ] = fields
    else {
        return None;
    };
    if !modes.bytes().all(|mode| mode.is_ascii_uppercase()) {
        return None;
    }
    let is_one_of = |letters: &str| modes.chars().all(|mode| letters.contains(mode));
    Some(Reading {
        time: optional(time, TimeOfDay::read)?,
        is_void: is_one_of("N"),
        is_estimated: is_one_of("NEMS"),
        position: position([latitude, north, longitude, east])?,
        altitude: optional(altitude, number)?,
        ..Reading::default()
    })
}

/// `ddmm.mm,N,dddmm.mm,E[,hhmmss.ss,A[,mode]]`, without a time in the first versions.
fn gll<'a>(fields: &[&'a str]) -> Option<Reading<'a>> {
    let (time, status, mode) = match fields {
        [_, _, _, _] => ("", "A", ""),
        [_, _, _, _, time, status, rest @ ..] => {
            (*time, *status, rest.first().copied().unwrap_or_default())
        }
        _ => return None,
    };
    Some(Reading {
        time: optional(time, TimeOfDay::read)?,
        is_void: match status {
            "A" | "D" => mode == "N",
            "V" => true,
            _ => return None,
        },
        is_estimated: matches!(mode, "E" | "M" | "S"),
        position: position(*fields.first_chunk()?)?,
        ..Reading::default()
    })
}

/// `course,T,magnetic,M,knots,N,kilometres,K[,mode]`, without the letters in the first versions.
fn vtg<'a>(fields: &[&'a str]) -> Option<Reading<'a>> {
    let (course, knots, kilometres) = match fields {
        [course, _, _, _, knots, _, kilometres, _, ..] => (course, knots, *kilometres),
        [course, _, knots, kilometres] => (course, knots, *kilometres),
        _ => return None,
    };
    let knots = optional(knots, number)?.map(Speed::Knots);
    let kilometres = optional(kilometres, |text| number(text)?.parse().ok())?;
    Some(Reading {
        motion: Motion {
            speed: knots.or(kilometres.map(Speed::KilometresPerHour)),
            course: optional(course, number)?,
        },
        ..Reading::default()
    })
}

/// `hhmmss.ss,dd,mm,yyyy,…`
fn zda<'a>(fields: &[&'a str]) -> Option<Reading<'a>> {
    let [time, day, month, year, ..] = fields else {
        return None;
    };
    let has_date = ![day, month, year].iter().any(|field| field.is_empty());
    let date = || {
        let numbers = are_digits(year) && year.len() == 4 && are_digits(month) && are_digits(day);
        let numbers = numbers.then_some((year, month, day))?;
        let (year, month, day) = numbers;
        NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
    };
    Some(Reading {
        time: optional(time, TimeOfDay::read)?,
        date: if has_date { Some(date()?) } else { None },
        ..Reading::default()
    })
}

#[cfg(test)]
mod tests;
