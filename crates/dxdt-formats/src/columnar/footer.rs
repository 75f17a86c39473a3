//! The footer of a Parquet file, walked through before polars reads it: polars takes the type of a field from its number
//! and not from the bytes, and asks for the memory of a list before it reads the entries.

use super::thrift::{Kind, Reader};

/// What a value has to be; the fields are those of Parquet's `parquet.thrift`.
enum Shape {
    Whole,
    Binary,
    List(&'static Shape),
    Struct(Fields),
    /// Anything that can be walked through.
    Any,
}

/// Fields by their number; any other number may hold anything.
type Fields = &'static [(i64, Shape)];

const METADATA: Fields = &[
    (1, Shape::Whole),
    (2, Shape::List(&Shape::Struct(SCHEMA_ELEMENT))),
    (3, Shape::Whole),
    (4, Shape::List(&Shape::Struct(ROW_GROUP))),
    (5, Shape::List(&Shape::Struct(KEY_VALUE))),
    (6, Shape::Binary),
    (7, Shape::List(&Shape::Struct(&[]))),
    (8, Shape::Struct(&[])),
    (9, Shape::Binary),
];

const SCHEMA_ELEMENT: Fields = &[
    (1, Shape::Whole),
    (2, Shape::Whole),
    (3, Shape::Whole),
    (4, Shape::Binary),
    (5, Shape::Whole),
    (6, Shape::Whole),
    (7, Shape::Whole),
    (8, Shape::Whole),
    (9, Shape::Whole),
    (10, Shape::Struct(&[])),
];

const ROW_GROUP: Fields = &[
    (1, Shape::List(&Shape::Struct(COLUMN_CHUNK))),
    (2, Shape::Whole),
    (3, Shape::Whole),
    (4, Shape::List(&Shape::Struct(SORTING_COLUMN))),
    (5, Shape::Whole),
    (6, Shape::Whole),
    (7, Shape::Whole),
];

const SORTING_COLUMN: Fields = &[(1, Shape::Whole)];

const COLUMN_CHUNK: Fields = &[
    (1, Shape::Binary),
    (2, Shape::Whole),
    (3, Shape::Struct(COLUMN_METADATA)),
    (4, Shape::Whole),
    (5, Shape::Whole),
    (6, Shape::Whole),
    (7, Shape::Whole),
    (8, Shape::Struct(&[])),
    (9, Shape::Binary),
];

const COLUMN_METADATA: Fields = &[
    (1, Shape::Whole),
    (2, Shape::List(&Shape::Whole)),
    (3, Shape::List(&Shape::Binary)),
    (4, Shape::Whole),
    (5, Shape::Whole),
    (6, Shape::Whole),
    (7, Shape::Whole),
    (8, Shape::List(&Shape::Struct(KEY_VALUE))),
    (9, Shape::Whole),
    (10, Shape::Whole),
    (11, Shape::Whole),
    (12, Shape::Struct(STATISTICS)),
    (13, Shape::List(&Shape::Struct(PAGE_ENCODING))),
    (14, Shape::Whole),
    (15, Shape::Whole),
    (16, Shape::Struct(SIZE_STATISTICS)),
    (17, Shape::Struct(&[])),
];

const KEY_VALUE: Fields = &[(1, Shape::Binary), (2, Shape::Binary)];

const STATISTICS: Fields = &[
    (1, Shape::Binary),
    (2, Shape::Binary),
    (3, Shape::Whole),
    (4, Shape::Whole),
    (5, Shape::Binary),
    (6, Shape::Binary),
];

const PAGE_ENCODING: Fields = &[(1, Shape::Whole), (2, Shape::Whole), (3, Shape::Whole)];

const SIZE_STATISTICS: Fields = &[
    (1, Shape::Whole),
    (2, Shape::List(&Shape::Whole)),
    (3, Shape::List(&Shape::Whole)),
];

/// Whether the bytes are the footer's metadata, every list no longer than the bytes that are left.
pub(super) fn is_sound(bytes: &[u8]) -> bool {
    walk_struct(&mut Reader::new(bytes, 0), METADATA).is_some()
}

fn walk_struct(reader: &mut Reader<'_>, fields: Fields) -> Option<()> {
    let mut number = 0;
    while let Some((next, kind)) = reader.field(number)? {
        number = next;
        let shape = fields
            .iter()
            .find(|(field, _)| *field == number)
            .map_or(&Shape::Any, |(_, shape)| shape);
        walk_value(reader, kind, shape)?;
    }
    Some(())
}

fn walk_value(reader: &mut Reader<'_>, kind: Kind, shape: &Shape) -> Option<()> {
    match (shape, kind) {
        (Shape::Whole, Kind::Whole) | (Shape::Binary, Kind::Binary) | (Shape::Any, _) => {
            reader.skip_value(kind)
        }
        (Shape::Struct(fields), Kind::Struct) => walk_struct(reader, fields),
        (Shape::List(element), Kind::List) => {
            let (kind, length) = reader.list_head()?;
            (0..length).try_for_each(|_| walk_value(reader, kind, element))
        }
        _ => None,
    }
}
