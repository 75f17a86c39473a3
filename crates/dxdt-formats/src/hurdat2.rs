//! HURDAT2, the best tracks of tropical cyclones (Landsea and Franklin, *Mon. Wea. Rev.* 141, 2013).

use dxdt_motion::error::{Error, Result, excerpt};
use dxdt_motion::space::Frame;
use dxdt_motion::words::number::counted;

use super::lines::{Line, first_line, lines};
use super::{KnownRoles, LogFormat, RecordBuilder, RecordTable, Source};

mod degrees;

use degrees::signed_degrees;

pub(super) struct Hurdat2;

pub(super) static HURDAT2: Hurdat2 = Hurdat2;

const COLUMNS: [&str; 8] = [
    "storm",
    "time",
    "longitude [deg]",
    "latitude [deg]",
    "record",
    "status",
    "wind [kn]",
    "pressure [hPa]",
];

impl LogFormat for Hurdat2 {
    fn name(&self) -> &'static str {
        "HURDAT2"
    }

    fn keyword(&self) -> &'static str {
        "hurdat2"
    }

    fn recognises(&self, start: &[u8]) -> bool {
        std::str::from_utf8(first_line(start)).is_ok_and(|line| Header::parse(line).is_some())
    }

    fn read(&self, source: &Source) -> Result<RecordTable> {
        let mut records = RecordBuilder::new(&COLUMNS, source.budget());
        let mut storm: Option<Storm<'_>> = None;
        for line in lines(source.text()?).filter(|line| !line.text.is_empty()) {
            if let Some(header) = Header::parse(line.text) {
                if let Some(storm) = storm.replace(Storm::new(header, line)) {
                    storm.check()?;
                }
                continue;
            }
            let Some(storm) = &mut storm else {
                return Err(line.unexpected("a storm's header such as 'AL022019, BARRY, 25,'"));
            };
            storm.take(line, &mut records)?;
        }
        storm.map_or(Ok(()), |storm| storm.check())?;
        if records.height() == 0 {
            return Err(Error::new("the file names storms but has no rows for them"));
        }
        let mut table = records.finish();
        let name = |index: usize| COLUMNS[index].to_owned();
        table.roles = KnownRoles {
            time: Some(vec![name(1)]),
            position: Some(vec![name(2), name(3)]),
            entity: Some(vec![name(0)]),
            frame: Some(Frame::Geographic),
            ..KnownRoles::default()
        };
        Ok(table)
    }
}

/// The header of a storm: `AL022019, BARRY, 25,`.
struct Header<'a> {
    id: &'a str,
    name: &'a str,
    rows: u64,
}

impl<'a> Header<'a> {
    fn parse(line: &'a str) -> Option<Self> {
        let mut fields = line.split(',').map(str::trim);
        let (id, name, rows) = (fields.next()?, fields.next()?, fields.next()?);
        let (basin, rest) = id.split_at_checked(2)?;
        let is_id = id.len() == 8
            && basin.bytes().all(|byte| byte.is_ascii_uppercase())
            && rest.bytes().all(|byte| byte.is_ascii_digit());
        let rows = rows.parse().ok()?;
        (is_id && fields.all(str::is_empty)).then_some(Self { id, name, rows })
    }
}

/// A storm whose rows are being read.
struct Storm<'a> {
    header: Header<'a>,
    line: Line<'a>,
    /// With its name, where it has one.
    title: String,
    rows: u64,
}

impl<'a> Storm<'a> {
    fn new(header: Header<'a>, line: Line<'a>) -> Self {
        let title = match header.name {
            "UNNAMED" | "" => header.id.to_owned(),
            name => format!("{} {name}", header.id),
        };
        Self {
            header,
            line,
            title,
            rows: 0,
        }
    }

    /// A row: `20190710, 1200,  , DB, 28.5N,  86.5W,  25, 1009, …`; the radii of wind after it are not read.
    fn take(&mut self, line: Line<'_>, records: &mut RecordBuilder) -> Result<()> {
        const LEAST: usize = 8;
        let fields: Vec<&str> = line.text.split(',').map(str::trim).collect();
        let [
            date,
            time,
            record,
            status,
            latitude,
            longitude,
            wind,
            pressure,
            ..,
        ] = fields[..]
        else {
            return Err(line
                .error(format!(
                    "there are {} cells where a row has at least {LEAST}",
                    fields.len()
                ))
                .advise("correct the row"));
        };
        let stamp = stamp(date, time).ok_or_else(|| {
            let what = format!(
                "'{}' is not a date and hour",
                excerpt(&format!("{date}, {time}"))
            );
            let error = line.error(what).in_column("time");
            error.advise("write it like '20190710, 1200'")
        })?;
        let degrees = |cell: &str, marks: [char; 2], limit, column, example| {
            signed_degrees(cell, marks, limit).ok_or_else(|| {
                let what = format!("'{}' is not a {column}", excerpt(cell));
                let error = line.error(what).in_column(column);
                error.advise(format!("write it like {example}"))
            })
        };
        let latitude = degrees(latitude, ['N', 'S'], 90, "latitude", "28.5N")?;
        let longitude = degrees(longitude, ['E', 'W'], 360, "longitude", "86.5W")?;
        let present = |text, missing: &[f64]| {
            let number = line.number_or_missing(text, "")?;
            Ok::<_, Error>(number.filter(|text| {
                text.parse()
                    .is_ok_and(|value: f64| !missing.contains(&value))
            }))
        };
        let wind = present(wind, &[-99.0, -999.0]).map_err(|e| e.in_column(COLUMNS[6]))?;
        let pressure = present(pressure, &[-999.0]).map_err(|e| e.in_column(COLUMNS[7]))?;
        let filled = |text| Some(text).filter(|text: &&str| !text.is_empty());
        let cells = [
            Some(self.title.as_str()),
            Some(stamp.as_str()),
            Some(longitude.as_str()),
            Some(latitude.as_str()),
            filled(record),
            filled(status),
            wind,
            pressure,
        ];
        records.push(line.number, &cells)?;
        self.rows += 1;
        Ok(())
    }

    /// Whether the storm has as many rows as its header says.
    fn check(&self) -> Result<()> {
        if self.rows == self.header.rows {
            return Ok(());
        }
        Err(self
            .line
            .error(format!(
                "{} has {} where its header says {}",
                self.title,
                counted(self.rows, "row", "rows"),
                self.header.rows
            ))
            .advise("the file may be cut off or damaged: download it again, or correct the header"))
    }
}

/// `20190710` and `1200` as `2019-07-10T12:00:00Z`; whether there is such a day is for the clock to say.
fn stamp(date: &str, time: &str) -> Option<String> {
    let is_number =
        |text: &str, digits| text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    (is_number(date, 8) && is_number(time, 4)).then(|| {
        let (year, month, day) = (&date[..4], &date[4..6], &date[6..]);
        format!("{year}-{month}-{day}T{}:{}:00Z", &time[..2], &time[2..])
    })
}

#[cfg(test)]
mod tests;
