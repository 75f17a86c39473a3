"""Two carts in one table: derivatives of each by expressions of polars."""

from pathlib import Path

import polars as pl

import dxdt  # registers the expressions, which checkers of types do not see

log = Path(__file__).parents[2] / "data" / "two_carts.csv"
carts = pl.scan_csv(log).with_columns(t=pl.from_epoch("timestamp_ms", time_unit="ms"))

x = pl.col("x [mm]")
motion = carts.with_columns(
    v=x.dxdt.gradient("t", edge_order=2).over("object", order_by="t"),  # type: ignore[attr-defined]
    a=x.dxdt.derivative("t", order=2, accuracy=2).over("object", order_by="t"),  # type: ignore[attr-defined]
)
print(motion.collect_schema()["v"])
print(motion.group_by("object").agg(pl.col("v").mean().round(1), pl.col("a").mean().round(1)).sort("object").collect())
print(dxdt.__version__)
