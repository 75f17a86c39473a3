//! Parquet files written row group by row group, the columns of each encoded and compressed by all threads.

use std::io::Write;

use polars::prelude::{
    ArrowField, ArrowSchema, Column, CompatLevel, DataFrame, DataType, PolarsResult, Schema,
};
use polars_parquet::write::{
    CompressedPage, CompressionOptions, DynIter, DynStreamingIterator, Encoding, FileWriter, Page,
    ParquetType, StatisticsOptions, Version, WriteOptions, array_to_columns, compress,
    fallible_streaming_iterator, to_parquet_schema,
};
use rayon::prelude::*;

use super::super::normal_form::{Exactness, normal_column};

/// The rows of a page of floats: few enough that most pages are of one piece of the frame and need no copy.
const PAGE_ROWS: usize = 1 << 15;

/// A Parquet file on its way.
pub(super) struct RowGroupWriter<W: Write> {
    file: FileWriter<W>,
    columns: Vec<(ParquetType, Encoding)>,
}

fn options() -> WriteOptions {
    WriteOptions {
        statistics: StatisticsOptions::default(),
        // Derivatives are close to noise, on which stronger compression works long for little.
        compression: CompressionOptions::Snappy,
        version: Version::V1,
        data_page_size: None,
    }
}

impl<W: Write> RowGroupWriter<W> {
    /// A file with these columns.
    ///
    /// # Errors
    /// A type that Parquet has not.
    pub fn new(sink: W, schema: &Schema) -> PolarsResult<Self> {
        let fields = schema.iter().map(|(name, dtype)| {
            let field: ArrowField = dtype.to_arrow_field(name.clone(), CompatLevel::newest());
            (name.clone(), field)
        });
        let arrow: ArrowSchema = fields.collect();
        let types = to_parquet_schema(&arrow)?.fields().to_vec();
        let columns = types.into_iter().zip(schema.iter_values());
        Ok(Self {
            columns: columns
                .map(|(column, dtype)| (column, encoding(dtype)))
                .collect(),
            file: FileWriter::try_new(sink, arrow, options())?,
        })
    }

    /// Writes a row group.
    ///
    /// # Errors
    /// What the sink says.
    pub fn write(&mut self, group: &DataFrame) -> PolarsResult<()> {
        let columns: Vec<Vec<CompressedPage>> = group
            .columns()
            .par_iter()
            .zip(&self.columns)
            .map(|(values, (column, encoding))| pages(values, column, *encoding))
            .collect::<PolarsResult<_>>()?;
        let columns = columns.iter().map(|pages| {
            let pages = fallible_streaming_iterator::convert(pages.iter().map(Ok));
            Ok(DynStreamingIterator::new(pages))
        });
        self.file
            .write(group.height() as u64, DynIter::new(columns))
    }

    /// Writes the footer.
    ///
    /// # Errors
    /// What the sink says.
    pub fn finish(mut self) -> PolarsResult<()> {
        self.file.end(None).map(drop)
    }
}

/// Few floats of a table are the same, so that to look for those that are would be in vain.
fn encoding(dtype: &DataType) -> Encoding {
    match dtype {
        DataType::Float64 => Encoding::Plain,
        _ => Encoding::RleDictionary,
    }
}

/// A column of a row group, encoded and compressed.
fn pages(
    values: &Column,
    column: &ParquetType,
    encoding: Encoding,
) -> PolarsResult<Vec<CompressedPage>> {
    let page_rows = match encoding {
        Encoding::Plain => PAGE_ROWS,
        // A dictionary is that of all rows.
        _ => values.len().max(1),
    };
    let mut alike = None;
    let mut pages = Vec::new();
    for start in (0..values.len()).step_by(page_rows) {
        let rows = normal_column(values.slice(start as i64, page_rows), Exactness::Values)?;
        let rows = rows.as_materialized_series();
        let rows = rows.to_arrow(0, CompatLevel::newest());
        let of_rows = array_to_columns(rows, column.clone(), options(), &[encoding])?;
        for page in of_rows.into_iter().flatten() {
            pages.push(pack(page?, &mut alike)?);
        }
    }
    Ok(pages)
}

/// Packs the next page of a column as those before, which all have to be alike: compressed, unless that makes the first
/// one hardly smaller.
fn pack(page: Page, alike: &mut Option<CompressionOptions>) -> PolarsResult<CompressedPage> {
    let pack = |page, compression| Ok(compress(page, Vec::new(), compression)?);
    let compression = alike.unwrap_or(options().compression);
    let first = match (&page, &alike) {
        (Page::Data(page), None) => Some(page.clone()),
        _ => None,
    };
    let packed = pack(page, compression)?;
    if let (Some(first), CompressedPage::Data(packed)) = (first, &packed)
        && packed.compressed_size() >= first.buffer().len() / 16 * 15
    {
        let as_it_is = CompressionOptions::Uncompressed;
        *alike = Some(as_it_is);
        return pack(Page::Data(first), as_it_is);
    }
    *alike = Some(compression);
    Ok(packed)
}
