"""Tables of other programs, in and out."""

import datetime
import io
from decimal import Decimal
from pathlib import Path

import duckdb
import narwhals as nw
import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pytest
from polars.testing import assert_frame_equal

import dxdt

CARTS = "data/two_carts.csv"


def carts():
    return pl.read_csv(CARTS)


SOURCES = {
    "path": lambda: CARTS,
    "paths": lambda: [CARTS],
    "bytes": lambda: Path(CARTS).read_bytes(),
    "binary file": lambda: open(CARTS, "rb"),
    "text file": lambda: io.StringIO(Path(CARTS).read_text()),
    "polars": carts,
    "lazy polars": lambda: carts().lazy(),
    "chunked polars": lambda: pl.concat([carts()[:100], carts()[100:101], carts()[101:]], rechunk=False),
    "pandas": lambda: pd.read_csv(CARTS),
    "pyarrow": lambda: carts().to_arrow(),
    "pyarrow reader": lambda: carts().to_arrow().to_reader(50),
    "duckdb": lambda: duckdb.sql(f"select * from '{CARTS}'"),
    "narwhals": lambda: nw.from_native(carts()),
    "dict of arrays": lambda: {name: carts()[name].to_numpy() for name in carts().columns},
    "dict of lists": lambda: carts().to_dict(as_series=False),
    "dict of series": lambda: {name: carts()[name] for name in carts().columns},
    "categorical": lambda: carts().with_columns(pl.col("object").cast(pl.Categorical)),
    "enum": lambda: carts().with_columns(pl.col("object").cast(pl.Enum(["A", "B"]))),
    "pandas categorical": lambda: pd.read_csv(CARTS).astype({"object": "category"}),
    "pyarrow dictionary": lambda: carts().to_arrow().set_column(
        1, "object", carts()["object"].to_arrow().cast(pa.string()).dictionary_encode()
    ),
    "large strings": lambda: carts().to_arrow().set_column(
        1, "object", carts()["object"].to_arrow().cast(pa.large_string())
    ),
    "another read": lambda: dxdt.read(CARTS),
}


@pytest.mark.parametrize("source", SOURCES.values(), ids=SOURCES.keys())
def test_all_ways_in_give_the_same(source):
    # The times of the table are whole numbers in each of them.
    expected = dxdt.analyze(CARTS).to_polars()
    source = source()
    assert_frame_equal(dxdt.analyze(source).to_polars(), expected, check_exact=True)
    if hasattr(source, "close"):
        source.close()


def test_all_ways_out_give_the_same():
    motion = dxdt.analyze(CARTS)
    frame = motion.to_polars()
    assert len(motion) == frame.height and motion.columns == frame.columns
    assert_frame_equal(pl.DataFrame(motion.to_arrow()), frame, check_exact=True)
    pandas = motion.to_pandas()
    assert list(pandas.columns) == frame.columns
    np.testing.assert_array_equal(pandas["v_x"].to_numpy(), frame["v_x"].to_numpy())
    assert pandas["flag"].isna().sum() == frame["flag"].null_count()
    relation = duckdb.sql("select count(*), max(speed) from motion")
    assert relation.fetchall() == [(frame.height, frame["speed"].max())]
    assert_frame_equal(nw.from_arrow(motion, backend="polars").to_native(), frame, check_exact=True)


def instants(zone=None, unit="ns"):
    step = np.timedelta64(10_000_001, "ns")
    times = np.datetime64("2024-05-01T12:00:00", "ns") + np.arange(200) * step
    series = pl.Series("time", times).cast(pl.Datetime(unit))
    return series.dt.replace_time_zone("UTC").dt.convert_time_zone(zone) if zone else series


@pytest.mark.parametrize("zone", [None, "UTC", "Europe/Berlin", "Asia/Kolkata"])
@pytest.mark.parametrize("unit", ["ns", "us", "ms"])
def test_instants_keep_their_digits_and_zones(zone, unit):
    times = instants(zone, unit)
    frame = pl.DataFrame({"time": times, "x": np.sin(np.arange(200) / 10)})
    for table in [frame, frame.to_arrow(), frame.to_pandas()]:
        motion = dxdt.analyze(table)
        utc = times.dt.convert_time_zone("UTC").dt.replace_time_zone(None) if zone else times
        assert motion.to_polars()["time"].to_list() == utc.cast(pl.Datetime("ns")).to_list()
        assert motion.to_polars()["time"].cast(pl.Int64).to_list() == utc.cast(pl.Datetime("ns")).cast(pl.Int64).to_list()
        said = [finding["sentence"] for finding in motion.findings if finding["kind"] == "clock"]
        assert ("in UTC" in said[0]) == bool(zone), said


def test_whole_nanoseconds_are_exact():
    stamps = 1_715_421_600_123_456_789 + np.cumsum(np.full(100, 10_000_000) + np.arange(100) % 3)
    frame = pl.DataFrame({"timestamp_ns": stamps, "x": np.arange(100.0)})
    t = dxdt.analyze(frame).to_polars()["t"]
    assert t.to_list() == [(int(stamp) - int(stamps[0])) / 1e9 for stamp in stamps]


def test_times_of_numpy():
    t = np.datetime64("2024-05-01", "us") + np.arange(50) * np.timedelta64(100, "ms")
    motion = dxdt.analyze({"time": t, "x": np.arange(50.0) ** 2}).to_polars()
    assert motion["time"].dtype == pl.Datetime("ns")
    assert motion["v_x"][1:-1].to_list() == pytest.approx([20.0 * row for row in range(1, 49)])
    durations = np.arange(50) * np.timedelta64(100, "ms")
    motion = dxdt.analyze({"elapsed": durations, "x": np.arange(50.0) ** 2}).to_polars()
    assert motion["v_x"][1:-1].to_list() == pytest.approx([20.0 * row for row in range(1, 49)])


def test_nulls_are_missing_values():
    frame = pl.DataFrame({"t": [0.0, 1.0, None, 3.0, 4.0], "x": [0.0, 1.0, 5.0, None, 16.0], "id": ["a"] * 5})
    motion = dxdt.analyze(frame).to_polars()
    assert motion.height == 4
    assert motion["x"].to_list() == [0.0, 1.0, None, 16.0]


def test_decimals_are_numbers():
    t = pa.array([Decimal(number) / 10 for number in range(50)], pa.decimal128(5, 1))
    table = pa.table({"t": t, "x": pa.array([float(number) for number in range(50)])})
    assert dxdt.analyze(table).to_polars()["v_x"].to_list() == pytest.approx([10.0] * 50)
    relation = duckdb.sql("select 0.1 * i as t, i::double as x from range(50) r(i)")
    assert dxdt.analyze(relation).to_polars()["v_x"].to_list() == pytest.approx([10.0] * 50)


def test_a_dictionary_of_numbers_is_these_numbers():
    ids = pa.array([7, 9] * 25).dictionary_encode()
    table = pa.table({"vehicle_id": ids, "t": [float(row // 2) for row in range(50)], "x": [float(row) for row in range(50)]})
    assert dxdt.analyze(table).to_polars()["vehicle_id"].unique().sort().to_list() == [7, 9]


def test_columns_of_other_values_are_left_out_and_said():
    frame = pl.DataFrame({"t": [0.0, 1.0, 2.0], "x": [0.0, 1.0, 4.0], "list": [[1], [2], [3]]})
    motion = dxdt.analyze(frame)
    assert any("'list'" in finding["sentence"] for finding in motion.findings)


def test_an_object_of_columns_is_taken_apart():
    frame = pl.DataFrame({"t": [0.0, 1.0, 2.0], "position": [{"x": 0.0, "y": 1.0}, {"x": 1.0, "y": 2.0}, {"x": 2.0, "y": 3.0}]})
    assert "v_position.x" in dxdt.analyze(frame).columns or "v_x" in dxdt.analyze(frame).columns


def test_options_are_those_of_the_program():
    frame = pl.DataFrame({"when, s": [0.0, 1.0, 2.0, 9.0, 10.0], "a": [0.0, 1.0, 4.0, 2.0, 1.0], "b": [1.0, 2.0, 3.0, 4.0, 5.0]})
    motion = dxdt.analyze(frame, time=["when, s"], position=["a", "b"], length_unit="mm", keep_units=True)
    assert motion.summary["units"]["velocity"] == "mm/s"
    assert dxdt.analyze(frame, time=["when, s"], position="a,b", max_gap="2s").summary["counts"]["segments"] == 2
    bridged = dxdt.analyze(frame, time=["when, s"], position=["a"], max_gap=datetime.timedelta(seconds=8))
    assert bridged.summary["counts"]["segments"] == 1
    log = dxdt.read(frame, time=["when, s"], position=["b"])
    assert dxdt.analyze(log).columns == ["time", "t", "b", "v_b", "a_b", "speed", "accel", "segment", "flag"]
    assert "jerk" in "".join(dxdt.analyze(log, quantities=["jerk", "path_length"]).columns)


def test_a_log_says_what_its_columns_are():
    log = dxdt.read(CARTS)
    assert log.roles["time"] == "timestamp_ms" and log.roles["entity"] == "object"
    assert log.units == ["m", "m"]
    assert log.to_polars().columns == ["object", "time", "x", "y"]
    assert len(log) == 597 and log.findings[0]["kind"] == "role"
    assert "note" in repr(log) and "<pre" in log._repr_html_()


def test_notebooks_get_pictures():
    motion = dxdt.analyze(CARTS)
    assert motion._repr_png_().startswith(b"\x89PNG")
    assert "<img" in motion._repr_html_() and "object" in motion._repr_html_()
    assert dxdt.compare(CARTS)._repr_png_().startswith(b"\x89PNG")
    assert "verdict" in dxdt.inspect(CARTS)._repr_html_()
    assert "velocity" in repr(motion)
