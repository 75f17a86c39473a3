"""Reads partitions that `dxdt analyze --partition` wrote with DuckDB and with polars, and compares them with the table.

    python tests/partitions/read_back.py PARTITIONS TABLE.parquet

PARTITIONS is a folder of `column=value/part-0.parquet`, TABLE.parquet the same rows in one file. Needs the packages
duckdb, polars and pyarrow. Prints what was read; ends with an error where anything differs.
"""

import pathlib
import sys

import duckdb
import polars as pl
import pyarrow.parquet as pq


def main(partitions: str, table: str) -> None:
    files = sorted(pathlib.Path(partitions).rglob("*.parquet"))
    pattern = f"{partitions}/**/*.parquet"
    whole = pl.read_parquet(table)
    column = files[0].parent.name.split("=")[0]

    by_polars = pl.scan_parquet(pattern, hive_partitioning=True).collect()
    assert column in by_polars.columns, by_polars.columns
    by_duckdb = duckdb.sql(f"select * from read_parquet('{pattern}', hive_partitioning = true)").pl()
    assert column in by_duckdb.columns, by_duckdb.columns
    keys = [name for name in whole.columns if name not in ("x", "y")]
    for read in (by_polars, by_duckdb):
        read = read.drop(column).select(whole.columns)
        assert read.sort(keys).equals(whole.sort(keys)), "the rows differ"

    for file in files:
        metadata = pq.ParquetFile(file).metadata
        for group in range(metadata.num_row_groups):
            for at in range(metadata.num_columns):
                chunk = metadata.row_group(group).column(at)
                if chunk.path_in_schema in ("t", "v_x"):
                    assert chunk.statistics is not None and chunk.statistics.has_min_max, (file, chunk.path_in_schema)

    fastest = duckdb.sql(f"select max(speed) from read_parquet('{pattern}', hive_partitioning = true)").fetchall()[0][0]
    assert fastest == whole["speed"].max()
    print(f"{len(files)} files, {whole.height} rows, partitioned by {column}: as the table")


if __name__ == "__main__":
    main(*sys.argv[1:])
