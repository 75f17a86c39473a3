//! Parquet files written row group by row group, the columns of each encoded and compressed by all threads.

use std::io::Write;

use polars::prelude::{
    ArrowField, ArrowSchema, CompatLevel, DataFrame, DataType, PolarsResult, Schema,
};
use polars_parquet::write::{
    CompressedPage, CompressionOptions, DynIter, DynStreamingIterator, Encoding, FileWriter,
    ParquetType, StatisticsOptions, Version, WriteOptions, array_to_columns, compress,
    fallible_streaming_iterator, to_parquet_schema,
};
use rayon::prelude::*;

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

    /// Writes a row group; each column is one chunk.
    ///
    /// # Errors
    /// What the sink says.
    pub fn write(&mut self, group: &DataFrame) -> PolarsResult<()> {
        let options = options();
        for rows in group.iter_chunks(CompatLevel::newest(), false) {
            let columns: Vec<Vec<CompressedPage>> = rows
                .columns()
                .par_iter()
                .zip(&self.columns)
                .map(|(values, (column, encoding))| {
                    let pages = array_to_columns(values, column.clone(), options, &[*encoding])?;
                    let pages = pages.into_iter().flatten();
                    pages
                        .map(|page| Ok(compress(page?, Vec::new(), options.compression)?))
                        .collect()
                })
                .collect::<PolarsResult<_>>()?;
            let columns = columns.iter().map(|pages| {
                let pages = fallible_streaming_iterator::convert(pages.iter().map(Ok));
                Ok(DynStreamingIterator::new(pages))
            });
            self.file.write(rows.len() as u64, DynIter::new(columns))?;
        }
        Ok(())
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
