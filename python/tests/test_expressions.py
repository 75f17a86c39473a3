"""Expressions of polars."""

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_series_equal

import dxdt

RANDOM = np.random.default_rng(3)


def tracks():
    return pl.DataFrame({
        "id": np.repeat(["a", "b", "c"], [50, 20, 30]),
        "t": np.concatenate([np.sort(RANDOM.random(n)) + np.arange(n) for n in (50, 20, 30)]),
        "x": RANDOM.random(100),
    })


def of_each(frame, function):
    parts = frame.partition_by("id", maintain_order=True)
    return np.concatenate([function(part["x"].to_numpy(), part["t"].to_numpy()) for part in parts])


@pytest.mark.parametrize("engine", ["in-memory", "streaming"])
def test_groups(engine):
    frame = tracks()
    lazy = frame.lazy().select(
        gradient=pl.col("x").dxdt.gradient("t").over("id"),
        second=pl.col("x").dxdt.gradient(pl.col("t"), edge_order=2).over("id"),
        derivative=pl.col("x").dxdt.derivative("t", order=2, accuracy=4).over("id"),
        diff=pl.col("x").dxdt.diff("t").over("id"),
    )
    assert lazy.collect_schema() == pl.Schema(dict.fromkeys(["gradient", "second", "derivative", "diff"], pl.Float64))
    found = lazy.collect(engine=engine)
    np.testing.assert_array_equal(found["gradient"], of_each(frame, dxdt.gradient))
    np.testing.assert_array_equal(found["second"], of_each(frame, lambda x, t: dxdt.gradient(x, t, edge_order=2)))
    np.testing.assert_array_equal(found["derivative"], of_each(frame, lambda x, t: dxdt.derivative(x, t, 2, 4)))
    slopes = of_each(frame, lambda x, t: np.append(np.diff(x) / np.diff(t), np.nan))
    np.testing.assert_array_equal(found["diff"].fill_null(np.nan), slopes)


def test_order_by():
    frame = tracks()
    shuffled = frame.with_row_index().sample(fraction=1.0, shuffle=True, seed=1)
    found = shuffled.with_columns(v=pl.col("x").dxdt.gradient("t").over("id", order_by="t")).sort("index")
    np.testing.assert_array_equal(found["v"], of_each(frame, dxdt.gradient))


def test_in_group_by_and_select():
    frame = tracks()
    found = frame.group_by("id", maintain_order=True).agg(v=pl.col("x").dxdt.gradient("t"))
    np.testing.assert_array_equal(np.concatenate(found["v"].to_list()), of_each(frame, dxdt.gradient))
    part = frame.filter(pl.col("id") == "a")
    assert_series_equal(part.select(pl.col("x").dxdt.gradient(0.5))["x"], pl.Series("x", dxdt.gradient(part["x"].to_numpy(), 0.5)))
    assert_series_equal(part.select(pl.col("x").dxdt.gradient())["x"], pl.Series("x", dxdt.gradient(part["x"].to_numpy())))


def test_smooth_is_a_struct():
    t = np.arange(60) / 10
    frame = pl.DataFrame({"t": t, "x": np.sin(t) + RANDOM.normal(0, 0.01, 60)})
    lazy = frame.lazy().select(pl.col("x").dxdt.smooth("t", method="kalman"))
    fields = [f"{name}{err}" for err in ("", "_err") for name in ("value", "velocity", "acceleration", "jerk")]
    assert lazy.collect_schema()["x"] == pl.Struct(dict.fromkeys(fields, pl.Float64))
    curve = dxdt.smooth(frame["x"], t, "kalman")
    found = lazy.collect().unnest("x")
    for name in fields:
        np.testing.assert_array_equal(found[name], getattr(curve, name), err_msg=name)


@pytest.mark.parametrize("dtype", [pl.Float32, pl.Int64, pl.Int8, pl.UInt16])
def test_types(dtype):
    frame = pl.DataFrame({"t": [0.0, 1.0, 3.0, 4.0], "x": pl.Series([1, 2, 5, 4], dtype=dtype)})
    lazy = frame.lazy().select(pl.col("x").dxdt.gradient("t"))
    expected = pl.Float32 if dtype == pl.Float32 else pl.Float64
    assert lazy.collect_schema()["x"] == expected
    assert lazy.collect()["x"].dtype == expected
    np.testing.assert_array_equal(lazy.collect()["x"], dxdt.gradient(frame["x"].to_numpy(), frame["t"].to_numpy()))


@pytest.mark.parametrize("unit", ["ns", "us", "ms"])
def test_instants_count_as_seconds(unit):
    times = pl.Series([0, 1_000, 3_000, 4_000]).cast(pl.Datetime("ms")).cast(pl.Datetime(unit)).dt.replace_time_zone("UTC")
    frame = pl.DataFrame({"t": times, "x": [0.0, 1.0, 9.0, 16.0]})
    found = frame.select(v=pl.col("x").dxdt.gradient("t"), d=pl.col("x").dxdt.gradient(pl.col("t") - pl.col("t").first()))
    assert found["v"].to_list() == found["d"].to_list() == [1.0, 2.0, 6.0, 7.0]
    days = frame.with_columns(t=pl.Series([0, 1, 3, 4]).cast(pl.Date))
    assert days.select(pl.col("x").dxdt.gradient("t"))["x"].to_list() == [1 / 86400, 2 / 86400, 6 / 86400, 7 / 86400]


def test_missing_values_are_null_and_reach_their_neighbors():
    frame = pl.DataFrame({"t": [0.0, 1.0, 2.5, 3.0, 4.0, 5.0], "x": [0.0, 1.0, None, 3.0, 4.0, 5.0]})
    found = frame.select(pl.col("x").dxdt.gradient("t"))["x"]
    assert found.is_null().to_list() == [False, True, True, True, False, False]


def test_short_groups_have_no_values():
    frame = pl.DataFrame({"id": ["a", "b", "b"], "t": [0.0, 0.0, 1.0], "x": [1.0, 2.0, 4.0]})
    found = frame.with_columns(
        v=pl.col("x").dxdt.gradient("t").over("id"),
        e=pl.col("x").dxdt.gradient("t", edge_order=2).over("id"),
        s=pl.col("x").dxdt.smooth("t").over("id"),
    )
    assert found["v"].to_list() == [None, 2.0, 2.0]
    assert found["e"].to_list() == [None, None, None]
    assert found["s"].struct.field("velocity").to_list() == [None, None, None]
    assert frame.clear().select(pl.col("x").dxdt.gradient("t")).height == 0


@pytest.mark.parametrize(("expression", "words"), [
    (pl.col("id").dxdt.gradient("t"), "needs numbers"),
    (pl.col("x").dxdt.gradient("id"), "coordinates are numbers, instants or durations"),
    (pl.col("x").dxdt.gradient("t", edge_order=3), "edge order is 1 or 2"),
    (pl.col("x").dxdt.derivative("t", order=9), "order is 1 to 4"),
    (pl.col("x").dxdt.derivative("t", accuracy=3), "accuracy is 2, 4, 6 or 8"),
    (pl.col("x").dxdt.smooth("t", method="magic"), "method cannot be 'magic'"),
    (pl.col("x").dxdt.gradient("t"), "change direction"),
    (pl.col("x").dxdt.gradient(0.0), "uniform spacing"),
])
def test_errors_are_those_of_polars(expression, words):
    with pytest.raises(pl.exceptions.PolarsError, match=words):
        tracks().select(expression)


def test_a_large_series_on_several_threads():
    t = np.cumsum(RANDOM.random(300_000) + 0.5)
    frame = pl.DataFrame({"t": t, "x": np.sin(t)})
    np.testing.assert_array_equal(frame.select(pl.col("x").dxdt.gradient("t"))["x"], dxdt.gradient(np.sin(t), t))
