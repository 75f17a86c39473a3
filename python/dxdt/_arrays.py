"""Derivatives of NumPy's arrays.

What NumPy allows beside plain arrays of numbers is made plain here; the numbers are computed by the native part.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import ArrayLike, NDArray

from . import _dxdt
from ._error import Error

try:
    from numpy.lib import array_utils as _array_utils
except ImportError:  # NumPy before 2
    from numpy.core import numeric as _array_utils  # type: ignore[no-redef]

Floats: TypeAlias = "NDArray[np.float64]"
Distances: TypeAlias = "float | tuple[Floats, str]"

_NOTHING: Any = object()

# Where the numbers are NumPy's alone, so is the type.
_numpy: Any = np
_axes: Any = _array_utils


def gradient(f: ArrayLike, *varargs: Any, axis: Any = None, edge_order: int = 1) -> Any:
    """The gradient of an array of any number of dimensions, as ``np.gradient``.

    It takes what ``np.gradient`` takes and gives the same shapes and types. Beside that, coordinates may be
    ``datetime64`` or ``timedelta64``: they count as seconds, exact to their last digit. Coordinates that repeat, turn
    back or are not finite are an error, where NumPy gives infinities.

    Args:
        f: the values. Contiguous floats are not copied.
        *varargs: nothing (steps of 1), one number for all axes, or for each axis a number or its coordinates.
        axis: the axes, or None for all.
        edge_order: 1 or 2, the order of accuracy at the ends.

    Returns:
        An array of the shape of ``f``, or for several axes a tuple of such.

    Raises:
        ValueError: wrong shapes, too few points, coordinates that do not rise or fall throughout (:class:`dxdt.Error`).
        TypeError: a wrong number of arguments, masked arrays, values that are no numbers.
        AxisError: an axis that there is not.

    >>> import dxdt
    >>> dxdt.gradient([1.0, 2.0, 4.0, 7.0], [0.0, 1.0, 1.5, 4.0])
    array([1.        , 3.        , 3.53333333, 1.2       ])
    """
    if axis is None and len(varargs) < 2:
        line = _dxdt.gradient_of_line(f, varargs[0] if varargs else None, edge_order)
        if line is not None:
            return line
    values = _array(f, "f")
    slopes: Any = _gradient(values, varargs, axis, edge_order)
    given = getattr(f, "dtype", values.dtype)
    if isinstance(given, np.dtype) and given.kind == "f" and not given.isnative:
        # In the order of bytes that the values have, as NumPy gives it.
        if not isinstance(slopes, tuple):
            return slopes.astype(given)
        several: tuple[Any, ...] = slopes
        return tuple(slope.astype(given) for slope in several)
    return slopes


def _gradient(f: NDArray[Any], varargs: tuple[Any, ...], axis: Any, edge_order: int) -> Any:
    axes = tuple(range(f.ndim)) if axis is None else _axes.normalize_axis_tuple(axis, f.ndim)
    if len(varargs) == 0:
        given: tuple[Any, ...] = (1.0,) * len(axes)
    elif len(varargs) == 1 and np.ndim(varargs[0]) == 0:
        given = varargs * len(axes)
    elif len(varargs) == len(axes):
        given = varargs
    else:
        raise TypeError(f"{len(varargs)} spacings do not fit {len(axes)} axes: give none, one number, or one an axis")
    if _is_numpys_alone(f) or any(_is_numpys_alone(np.asanyarray(one)) for one in given):
        return _numpy.gradient(f, *varargs, axis=axis, edge_order=edge_order)
    if operator.index(edge_order) not in (1, 2):
        raise Error(f"edge_order is 1 or 2, not {edge_order}")
    outs = []
    for along, one in zip(axes, given):
        distances, per_second = _distances(one, f.shape[along])
        if f.dtype.kind in "mM":
            outs.append(_gradient_of_times(f, distances, per_second, along, edge_order))
        else:
            outs.append(_gradient_along(f, distances, along, edge_order))
    return outs[0] if len(outs) == 1 else tuple(outs)


def _gradient_along(f: NDArray[Any], distances: Distances, axis: int, edge_order: int) -> NDArray[Any]:
    if f.dtype.kind not in "fiu":
        raise TypeError(f"an array of {f.dtype} has no gradient: make it numbers, for example with .astype(float)")
    dtype = f.dtype if f.dtype.kind == "f" else np.float64
    out = np.empty_like(f, dtype=dtype, subok=False)
    _dxdt.gradient_along(f, distances, axis, edge_order, out)
    return out


def _gradient_of_times(
    f: NDArray[Any], distances: Distances, per_second: bool, axis: int, edge_order: int
) -> NDArray[Any]:
    """As NumPy: whole units of the values, cut off towards zero; over instants or durations a plain number."""
    counts = f.view(np.int64)
    missing = np.isnat(f)
    present = counts[~missing]
    # Near zero, where a float has all digits.
    start = present.flat[0] if present.size else np.int64(0)
    values = (counts - start).astype(np.float64)
    values[missing] = np.nan
    slope = _gradient_along(values, distances, axis, edge_order)
    unit = np.dtype(f"m8[{_unit(f)}]")
    if per_second:
        seconds: NDArray[Any] = slope * (np.timedelta64(1, _unit(f)) / np.timedelta64(1, "s"))
        return seconds
    out = np.full(f.shape, "NaT", dtype=unit)
    known = ~np.isnan(slope)
    out[known] = np.trunc(slope[known]).astype(np.int64).astype(unit)
    return out


def diff(a: ArrayLike, n: int = 1, axis: int = -1, prepend: Any = _NOTHING, append: Any = _NOTHING) -> Any:
    """Differences between neighbors along an axis, repeated ``n`` times, as ``np.diff``.

    >>> import dxdt
    >>> dxdt.diff([1, 3, 6, 0])
    array([ 2,  3, -6])
    """
    if n == 0:
        return a
    order = operator.index(n)
    if order < 0:
        raise ValueError(f"n is the number of differences, not {n}")
    values = _array(a, "a")
    if values.ndim == 0:
        raise ValueError("a single value has no differences: give an array of at least one dimension")
    axis = _axes.normalize_axis_index(axis, values.ndim)
    parts = [_beside(prepend, "prepend", values, axis), values, _beside(append, "append", values, axis)]
    given = [part for part in parts if part is not None]
    if len(given) > 1:
        values = np.concatenate(given, axis)
    if _is_numpys_alone(values):
        return _numpy.diff(values, n=order, axis=axis)
    if values.dtype.kind in "mM":
        if np.isnat(values).any():
            return _numpy.diff(values, n=order, axis=axis)
        counts = _diff(values.view(np.int64), order, axis)
        return counts.view(f"m8[{_unit(values)}]")
    if values.dtype.kind not in "fiub":
        raise TypeError(f"an array of {values.dtype} has no differences: make it numbers, for example with .astype(float)")
    return _diff(values, order, axis)


def _diff(values: NDArray[Any], n: int, axis: int) -> NDArray[Any]:
    shape = list(values.shape)
    shape[axis] = max(0, shape[axis] - n)
    out = np.empty(shape, dtype=values.dtype)
    _dxdt.diff_along(values, n, axis, out)
    return out


def _beside(given: Any, name: str, values: NDArray[Any], axis: int) -> NDArray[Any] | None:
    """What is put before or after the values."""
    if given is _NOTHING:
        return None
    part = _array(given, name)
    if part.ndim == 0:
        shape = list(values.shape)
        shape[axis] = 1
        return np.broadcast_to(part, tuple(shape))
    return part


def derivative(x: ArrayLike, t: ArrayLike | None = None, order: int = 1, accuracy: int = 4) -> Floats:
    """The derivative of order 1 to 4 at each point of a series, from one stencil on the points as they are.

    Args:
        x: the values, of one dimension.
        t: their coordinates, even or not; a number is the step between them, None a step of 1.
        order: 1 to 4.
        accuracy: the order of accuracy: 2, 4, 6 or 8, also at the ends. Above 2 it is for exact values only.

    Raises:
        ValueError: as :func:`gradient`.
    """
    values = _series(x, "x")
    distances, _ = _distances(1.0 if t is None else t, len(values))
    return _dxdt.derivative(values, distances, operator.index(order), str(accuracy))


def noise(x: ArrayLike, t: ArrayLike | None = None) -> float | None:
    """The standard deviation of the noise of a series, in the unit of its values: what no smooth curve can explain.

    It is None where there is nothing to tell it from. ``t`` is as for :func:`derivative`.
    """
    values = _series(x, "x")
    distances, _ = _distances(1.0 if t is None else t, len(values))
    return _dxdt.noise(values, distances)


@dataclass(frozen=True, eq=False)
class Smooth:
    """A smooth curve through the values of a series, with its derivatives and the standard error of each."""

    value: Floats
    velocity: Floats
    acceleration: Floats
    jerk: Floats
    value_err: Floats
    velocity_err: Floats
    acceleration_err: Floats
    jerk_err: Floats
    #: The standard deviation of the noise of the values.
    noise: float
    #: The values that do not fit the others and were left out, by index.
    outliers: NDArray[np.uintp]
    #: What was fitted, in words.
    choice: str

    def __repr__(self) -> str:
        return f"<{len(self.value):,} values {self.choice}, noise {self.noise:.4g}>"


def smooth(
    x: ArrayLike,
    t: ArrayLike | None = None,
    method: str = "auto",
    *,
    sigma: ArrayLike | None = None,
    velocity: ArrayLike | None = None,
) -> Smooth:
    """A smooth curve through noisy values, with velocity, acceleration and jerk and the standard error of each.

    Args:
        x: the values, of one dimension; NaN is a missing one, and filled in.
        t: their coordinates, increasing; a number is the step between them, None a step of 1. Instants and durations
            count as seconds.
        method: ``"auto"`` finds everything from the values. Others are those of ``dxdt analyze --method``: ``kalman``,
            ``local``, ``tv``, ``spline``, ``low-pass``, and what other programs give.
        sigma: with ``"auto"``, the standard deviation of each value's noise, of which only ratios count.
        velocity: with ``"auto"``, a velocity that was measured at each point; NaN where there is none.

    Raises:
        ValueError: coordinates that do not increase, too few values (:class:`dxdt.Error`).
    """
    values = _series(x, "x")
    times = _times(1.0 if t is None else t, len(values))
    deviation = None if sigma is None else np.ascontiguousarray(np.broadcast_to(_numbers(sigma, "sigma"), values.shape))
    measured = None if velocity is None else _series(velocity, "velocity")
    return Smooth(**_dxdt.smooth(values, times, method, deviation, measured))


def _array(given: ArrayLike, name: str) -> NDArray[Any]:
    """A plain array in the order of this machine; floats are not copied where they are one already."""
    if isinstance(given, np.ma.MaskedArray):
        raise TypeError(f"{name} is a masked array: fill it, for example with .filled(np.nan)")
    array = np.asarray(given)
    if not (array.flags.aligned and array.dtype.isnative):
        array = array.astype(array.dtype.newbyteorder("="))
    return array


def _is_numpys_alone(array: NDArray[Any]) -> bool:
    """Numbers that only NumPy computes with: complex, float16 and longer floats."""
    return array.dtype.kind == "c" or (array.dtype.kind == "f" and array.dtype.itemsize not in (4, 8))


def _numbers(given: ArrayLike, name: str) -> Floats:
    array = _array(given, name)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} of {array.dtype} has no numbers")
    return np.ascontiguousarray(array, dtype=np.float64).reshape(array.shape)


def _series(given: ArrayLike, name: str) -> Floats:
    series = _numbers(given, name)
    if series.ndim != 1:
        raise Error(f"{name} has {series.ndim} dimensions: give a series, of one")
    return series


def _unit(times: NDArray[Any]) -> Any:
    name, count = np.datetime_data(times.dtype)
    return name if count == 1 else f"{count}{name}"


def _distances(given: Any, points: int) -> tuple[Distances, bool]:
    """A step, or as many coordinates as there are points; and whether they are instants or durations, in seconds."""
    array = _array(given, "the spacing")
    if array.ndim > 1:
        raise ValueError("distances must be either scalars or 1d")
    if array.ndim == 1 and len(array) != points:
        raise ValueError(f"{len(array)} coordinates do not fit {points} points: give one for each")
    if array.dtype.kind in "mM":
        return _in_seconds(array), True
    if array.dtype.kind not in "fiub":
        raise TypeError(f"a spacing of {array.dtype} has no numbers")
    if array.ndim == 0:
        return float(array), False
    return (np.ascontiguousarray(array, dtype=np.float64), "coordinates"), False


def _in_seconds(array: NDArray[Any]) -> Distances:
    """A duration, or the steps between instants or durations, exact to their last digit."""
    if np.isnat(array).any():
        raise Error("a coordinate is NaT: coordinates must be times")
    if array.ndim == 0:
        if array.dtype.kind == "M":
            raise TypeError("an instant is no spacing: give a duration, or one instant a point")
        return float(array / np.timedelta64(1, "s"))
    if array.dtype.kind == "M" and np.datetime_data(array.dtype)[0] in "YM":
        array = array.astype("M8[D]")
    steps = np.diff(array) / np.timedelta64(1, "s")
    return np.ascontiguousarray(steps, dtype=np.float64), "steps"


def _times(given: Any, points: int) -> Floats:
    """A coordinate for each point."""
    array = _array(given, "t")
    if array.ndim == 1 and array.dtype.kind in "mM" and len(array) == points:
        if np.isnat(array).any():
            raise Error("a coordinate is NaT: coordinates must be times")
        since = array - array[:1]
        return np.ascontiguousarray(since / np.timedelta64(1, "s"), dtype=np.float64)
    distances, _ = _distances(given, points)
    if isinstance(distances, tuple):
        return distances[0]
    return np.arange(points, dtype=np.float64) * distances
