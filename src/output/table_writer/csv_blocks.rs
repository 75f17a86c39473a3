//! Rows as blocks of CSV, made by all threads.

use std::sync::Arc;

use polars::io::csv::write::{CsvSerializer, SerializeOptions, csv_header};
use polars::prelude::{DataFrame, PolarsResult};
use rayon::prelude::*;

// Some megabytes a block, so that threads work longer than they wait.
const ROWS: usize = 8192;
const BLOCKS_A_THREAD: usize = 4;

/// The line with the names of a frame's columns.
pub(super) fn header(frame: &DataFrame) -> PolarsResult<Vec<u8>> {
    let names: Vec<&str> = frame
        .schema()
        .iter_names()
        .map(|name| name.as_str())
        .collect();
    csv_header(&names, &SerializeOptions::default())
}

/// Hands over the rows of a frame block by block, in their order; `pass` gives a block to use again.
pub(super) fn pass_rows<E: From<polars::prelude::PolarsError>>(
    frame: &DataFrame,
    spare: &mut Vec<Vec<u8>>,
    mut pass: impl FnMut(Vec<u8>) -> Result<Vec<u8>, E>,
) -> Result<(), E> {
    let options: Arc<SerializeOptions> = Arc::default();
    let at_once = ROWS * BLOCKS_A_THREAD * rayon::current_num_threads();
    for start in (0..frame.height()).step_by(at_once) {
        let starts: Vec<usize> = (start..frame.height().min(start + at_once))
            .step_by(ROWS)
            .collect();
        let blocks: Vec<(usize, Vec<u8>)> = starts
            .into_iter()
            .map(|start| (start, spare.pop().unwrap_or_default()))
            .collect();
        let blocks: Vec<Vec<u8>> = blocks
            .into_par_iter()
            .map(|(start, mut block)| {
                let mut rows = frame.slice(start as i64, ROWS);
                rows.rechunk_mut();
                CsvSerializer::new(frame.schema().clone(), options.clone())?
                    .serialize_to_csv(&rows, &mut block)?;
                Ok(block)
            })
            .collect::<PolarsResult<_>>()?;
        for block in blocks {
            spare.push(pass(block)?);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use polars::df;
    use polars::prelude::{CsvWriter, PolarsError, SerWriter};

    use super::*;

    #[test]
    fn blocks_together_are_what_the_library_writes() {
        let rows = 3 * BLOCKS_A_THREAD * ROWS + 5;
        let number = |row: usize| (!row.is_multiple_of(7)).then_some(row as f64 / 3.0);
        let name = |row: usize| ["a", "b, \"c\"", ""][row % 3];
        let mut frame = df!(
            "a, x" => (0..rows).map(number).collect::<Vec<_>>(),
            "id" => (0..rows).map(name).collect::<Vec<_>>(),
        )
        .unwrap();
        let mut expected = Vec::new();
        CsvWriter::new(&mut expected).finish(&mut frame).unwrap();
        for parts in [1, 2] {
            let mut found = header(&frame).unwrap();
            let (mut spare, mut blocks) = (Vec::new(), 0);
            for part in 0..parts {
                let start = part * rows / parts;
                let end = (part + 1) * rows / parts;
                let frame = frame.slice(start as i64, end - start);
                pass_rows(&frame, &mut spare, |mut block| {
                    found.append(&mut block);
                    blocks += 1;
                    Ok::<_, PolarsError>(block)
                })
                .unwrap();
            }
            assert!(blocks > 3);
            assert!(found == expected);
        }
    }

    #[test]
    fn what_cannot_be_passed_is_an_error() {
        let frame = df!("x" => [1.0]).unwrap();
        let refused = pass_rows(&frame, &mut Vec::new(), |_| {
            Err(PolarsError::NoData("no".into()))
        });
        assert!(refused.is_err());
    }
}
