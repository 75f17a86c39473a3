"""What a log may be given as, made into what the native part takes."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any

import numpy as np

from ._dxdt import Source


def source_of(given: Any) -> Source:
    """The source of a path, several, bytes, a file object, a table, or a dict of arrays."""
    if isinstance(given, Source):
        return given
    own = getattr(given, "_source", None)
    if isinstance(own, Source):
        return own
    if isinstance(given, (str, os.PathLike)):
        return Source.of_paths([_path(given)])
    if isinstance(given, (bytes, bytearray, memoryview)):
        return Source.of_bytes("bytes", bytes(given))
    if hasattr(given, "__arrow_c_stream__"):
        return Source.of_stream("table", given)
    if isinstance(given, Mapping):
        return Source.of_columns("table", {name: _column(name, column) for name, column in given.items()})
    if isinstance(given, (list, tuple)):
        if given and all(isinstance(one, (str, os.PathLike)) for one in given):
            return Source.of_paths([_path(one) for one in given])
        raise TypeError(f"a {type(given).__name__} is no log, but for one of paths")
    if hasattr(given, "read"):
        return _file(given)
    if hasattr(given, "collect_schema") and hasattr(given, "collect"):
        # A lazy frame.
        return source_of(given.collect())
    if hasattr(given, "columns") and hasattr(given, "to_numpy"):
        # A data frame without Arrow.
        return source_of({str(name): given[name].to_numpy() for name in given.columns})
    raise TypeError(
        f"a {type(given).__name__} is no log: give a path, several, bytes, a file object, "
        "a table with __arrow_c_stream__ or a dict of arrays"
    )


def _path(path: Any) -> str:
    path = os.fspath(path)
    return os.fsdecode(path) if isinstance(path, bytes) else path


def _file(file: Any) -> Source:
    content = file.read()
    if isinstance(content, str):
        content = content.encode()
    name = getattr(file, "name", None)
    return Source.of_bytes(name if isinstance(name, str) else "file", bytes(content))


def _column(name: object, values: Any) -> Any:
    """An array that the native part takes: times as whole numbers with their unit."""
    if hasattr(values, "__arrow_c_stream__"):
        return values
    if isinstance(values, np.ma.MaskedArray):
        raise TypeError(f"column '{name}' is a masked array: fill it, for example with .filled(np.nan)")
    array: Any = np.asarray(values)
    if array.ndim != 1:
        raise ValueError(f"column '{name}' has {array.ndim} dimensions: give columns of one")
    kind = array.dtype.kind
    if kind == "f" and array.dtype.itemsize not in (4, 8):
        array = array.astype(np.float64)
    if kind in "mM":
        unit = np.datetime_data(array.dtype)[0]
        if np.datetime_data(array.dtype) not in {("s", 1), ("ms", 1), ("us", 1), ("ns", 1)}:
            unit = "s" if unit in "YMWDhm" or unit == "generic" else "ns"
            array = array.astype(f"{kind}8[{unit}]")
        what = "instants" if kind == "M" else "durations"
        return np.ascontiguousarray(array).view(np.int64), f"{what} {unit}"
    if kind in "OU":
        return [None if _is_missing(value) else str(value) for value in array.tolist()]
    if kind in "fiub":
        return np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("="))
    raise TypeError(f"column '{name}' of {array.dtype} has other values than numbers, truths, times and texts")


def _is_missing(value: object) -> bool:
    return value is None or value != value
