"""Expressions of polars: ``pl.col("x").dxdt.gradient("t")``."""

from __future__ import annotations

from pathlib import Path

import polars as pl
from polars.plugins import register_plugin_function

from . import _dxdt

_LIBRARY = Path(_dxdt.__file__)


@pl.api.register_expr_namespace("dxdt")
class Expressions:
    """Derivatives of a column over another one. They work lazily, in groups with ``.over("id", order_by="t")``, and give
    null where a group has too few rows."""

    def __init__(self, expr: pl.Expr) -> None:
        self._expr = expr

    def gradient(self, t: str | pl.Expr | float | None = None, *, edge_order: int = 1) -> pl.Expr:
        """The gradient as ``np.gradient`` over the column ``t``, over equal steps of a number, or over steps of 1.

        Instants and durations count as seconds.
        """
        return self._plugin("gradient", t, edge_order=edge_order)

    def diff(self, t: str | pl.Expr | float | None = None) -> pl.Expr:
        """The slope to the next row, ``np.diff(x) / np.diff(t)``; null in the last row."""
        return self._plugin("diff", t)

    def derivative(self, t: str | pl.Expr | float | None = None, *, order: int = 1, accuracy: int = 4) -> pl.Expr:
        """The derivative of order 1 to 4, from one stencil of accuracy 2, 4, 6 or 8 on the points as they are."""
        return self._plugin("derivative", t, order=order, accuracy=accuracy)

    def smooth(self, t: str | pl.Expr | float | None = None, *, method: str = "auto") -> pl.Expr:
        """A smooth curve through noisy values, as a struct: value, velocity, acceleration, jerk, and the standard error
        of each."""
        return self._plugin("smooth", t, method=method)

    def _plugin(self, name: str, t: str | pl.Expr | float | None, **options: int | float | str) -> pl.Expr:
        arguments: list[pl.Expr] = [self._expr]
        if isinstance(t, str):
            arguments.append(pl.col(t))
        elif isinstance(t, pl.Expr):
            arguments.append(t)
        elif t is not None:
            options["spacing"] = float(t)
        return register_plugin_function(
            plugin_path=_LIBRARY,
            function_name=name,
            args=arguments,
            kwargs=options,
            is_elementwise=False,
        )
