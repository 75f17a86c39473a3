"""Logs, and what becomes of them."""

from __future__ import annotations

import base64
import html
import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Literal

from . import _dxdt
from ._options import keywords
from ._sources import source_of

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

ChartName = Literal["position", "velocity", "acceleration", "comparison", "path"]


class Table:
    """A table that other programs take: by ``__arrow_c_stream__``, or as a frame of theirs."""

    def __init__(self, frame: _dxdt.Frame) -> None:
        self._frame = frame

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object:
        """The rows as a stream of Arrow arrays, which are shared and not copied."""
        return self._frame.__arrow_c_stream__(requested_schema)

    def __len__(self) -> int:
        return len(self._frame)

    @property
    def columns(self) -> list[str]:
        """The names of the columns."""
        return self._frame.columns()

    def to_polars(self) -> polars.DataFrame:
        """The rows as a polars data frame."""
        import polars

        return polars.DataFrame(self)

    def to_arrow(self) -> pyarrow.Table:
        """The rows as a pyarrow table."""
        import pyarrow

        return pyarrow.table(self)

    def to_pandas(self) -> pandas.DataFrame:
        """The rows as a pandas data frame, by way of pyarrow."""
        import pyarrow

        table = self.to_arrow()
        # pandas knows older texts than those of Arrow that are shared.
        fields = [
            field.with_type(pyarrow.large_string()) if str(field.type) == "string_view" else field
            for field in table.schema
        ]
        frame: pandas.DataFrame = table.cast(pyarrow.schema(fields)).to_pandas()
        return frame

    def __repr__(self) -> str:
        return self._frame.shown()


class _OfLog(Table):
    """A table of a log, with its findings."""

    _source: _dxdt.Source
    _findings: list[dict[str, Any]]

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What was decided and noticed: kind, severity, count, sentence and places of each."""
        return self._findings


class Log(_OfLog):
    """A log as it was read, with the columns that have a role: objects, time, positions and measured values."""

    def __init__(self, native: _dxdt.Log) -> None:
        super().__init__(native.table())
        self._native = native
        self._source = native.source()
        self._keywords = native.keywords()
        self._findings = json.loads(native.findings())

    @property
    def roles(self) -> dict[str, Any]:
        """Which column is what."""
        roles: dict[str, Any] = json.loads(self._native.roles())
        return roles

    @property
    def units(self) -> list[str | None]:
        """The units of the position columns."""
        return self._native.units()

    def __repr__(self) -> str:
        lines = [f"{finding['severity']:>8}  {finding['sentence']}" for finding in self.findings]
        return "\n".join([f"{len(self):,} rows: {', '.join(self.columns)}", *lines])

    def _repr_html_(self) -> str:
        return _preformatted(repr(self))


class Motion(_OfLog):
    """Velocity and acceleration of a log: a table with one row a row of the log that was used.

    It has the columns of ``motion.csv``, whose types are those of ``--format ipc``.
    """

    def __init__(self, native: _dxdt.Motion) -> None:
        super().__init__(native.motion())
        self._native = native
        self._source = native.source()
        self._summary: dict[str, Any] = json.loads(native.summary())
        self._findings = self._summary["findings"]

    @property
    def summary(self) -> dict[str, Any]:
        """What ``summary.json`` has."""
        return self._summary

    @property
    def comparison(self) -> Table:
        """Gradient against first difference, row by row."""
        return Table(self._native.comparison())

    def chart(
        self,
        name: ChartName = "velocity",
        *,
        format: Literal["png", "svg"] = "png",
        size: str = "1280x800",
        theme: Literal["light", "dark"] = "light",
        font: str | os.PathLike[str] | None = None,
    ) -> bytes:
        """A chart of the program as PNG or SVG, in the font of a TrueType or OpenType file if one is given."""
        _check_format(format)
        return self._native.chart(name, format, size, theme, None if font is None else os.fspath(font))

    def report(self, path: str | os.PathLike[str], *, force: bool = False, progress: bool = False) -> None:
        """Reads the log again and writes what is known of it as a web page that works offline.

        A file that dxdt has not written is replaced with ``force`` only.
        """
        with _telling(progress) as tell:
            self._native.report(os.fspath(path), force, tell)

    def __repr__(self) -> str:
        return self._native.told(_width()).rstrip("\n")

    def _repr_html_(self) -> str:
        picture = base64.b64encode(self.chart()).decode()
        image = f'<img alt="velocity" width="640" src="data:image/png;base64,{picture}">'
        return image + _preformatted(self._native.told(100))

    def _repr_png_(self) -> bytes:
        return self.chart()


class Inspection:
    """What is in a log, what is wrong with it, and how far derivatives can be trusted."""

    def __init__(self, native: _dxdt.Inspection) -> None:
        self._native = native
        self._json: dict[str, Any] = json.loads(native.to_json())

    @property
    def findings(self) -> list[dict[str, Any]]:
        """What was decided and noticed."""
        findings: list[dict[str, Any]] = self._json["findings"]
        return findings

    @property
    def verdict(self) -> dict[str, Any]:
        """How far velocity and acceleration can be trusted, and why."""
        verdict: dict[str, Any] = self._json["verdict"]
        return verdict

    def to_dict(self) -> dict[str, Any]:
        """What ``dxdt inspect --json`` prints."""
        return self._json

    def __repr__(self) -> str:
        return self._native.told(_width()).rstrip("\n")

    def _repr_html_(self) -> str:
        return _preformatted(self._native.told(100))


class Comparison:
    """What every method makes of a log."""

    def __init__(self, native: _dxdt.Comparison) -> None:
        self._native = native

    def to_dict(self) -> dict[str, Any]:
        """What ``methods.json`` has."""
        methods: dict[str, Any] = json.loads(self._native.to_json())
        return methods

    def to_markdown(self) -> str:
        """The page ``compare.md``."""
        return self._native.to_markdown()

    def to_csv(self) -> bytes:
        """The table ``methods.csv``."""
        return self._native.to_csv()

    def chart(self, *, format: Literal["png", "svg"] = "png") -> bytes:
        """The chart of the methods."""
        _check_format(format)
        return self._native.chart(format)

    def __repr__(self) -> str:
        return self.to_markdown().rstrip("\n")

    def _repr_markdown_(self) -> str:
        return self.to_markdown()

    def _repr_png_(self) -> bytes:
        return self.chart()


def read(source: Any, *, progress: bool = False, **options: Any) -> Log:
    """Reads a log: finds out what its columns are, in which units, and how timestamps are written.

    ``source`` is a path, a list of paths, bytes, a file object, a table with ``__arrow_c_stream__`` (polars, pandas,
    pyarrow, DuckDB, narwhals) or a dict of arrays. The options are those of the program that concern reading, with
    underscores: ``time``, ``position``, ``entity``, ``time_unit``, ``length_unit`` and more (``dxdt analyze --help``).
    """
    with _telling(progress) as tell:
        return Log(_dxdt.read(source_of(source), keywords(options), tell))


def analyze(source: Any, *, progress: bool = False, **options: Any) -> Motion:
    """Analyzes a log: sorted, without duplicates, split at gaps, differentiated over its timestamps as they are.

    ``source`` is as for :func:`read`, or a :class:`Log`. The options are those of ``dxdt analyze``, with underscores:
    ``method="auto"`` smooths noisy positions, ``max_gap="5s"`` bridges longer steps, ``quantities="all"`` adds columns.
    """
    with _telling(progress) as tell:
        return Motion(_dxdt.analyze(source_of(source), _all_keywords(source, options), tell))


def inspect(source: Any, *, progress: bool = False, **options: Any) -> Inspection:
    """Looks at a log: what is in it, what is wrong with it, how far derivatives can be trusted.

    ``source`` and the options are as for :func:`analyze`.
    """
    with _telling(progress) as tell:
        return Inspection(_dxdt.inspect(source_of(source), _all_keywords(source, options), tell))


def compare(source: Any, *, progress: bool = False, **options: Any) -> Comparison:
    """Compares every method on one log, with errors where the truth is known.

    ``source`` and the options are as for :func:`analyze`.
    """
    with _telling(progress) as tell:
        return Comparison(_dxdt.compare(source_of(source), _all_keywords(source, options), tell))


def simulate(motion: str, **options: Any) -> Table:
    """Simulates a log of a motion, with the exact derivatives beside it.

    The options are those of ``dxdt simulate``, with underscores; others are parameters of the motion, such as
    ``dxdt.simulate("pendulum", length="1.2 m", noise="1 cm", seed=1)``.
    """
    return Table(_dxdt.simulate(motion, keywords(options)))


def _all_keywords(source: Any, options: dict[str, Any]) -> list[tuple[str, str | None]]:
    """The options, and before them those that a log was read with."""
    own: list[tuple[str, str | None]] = source._keywords if isinstance(source, Log) else []
    return [keyword for keyword in own if keyword[0] not in options] + keywords(options)


def _check_format(format: str) -> None:
    if format not in ("png", "svg"):
        raise ValueError(f"format cannot be '{format}': give png or svg")


def _width() -> int:
    return max(40, min(120, shutil.get_terminal_size((100, 24)).columns))


def _preformatted(text: str) -> str:
    return f'<pre style="line-height: 1.3">{html.escape(text)}</pre>'


@contextmanager
def _telling(progress: bool) -> Iterator[Any]:
    """Says on standard error how far the work is, where it takes longer than a second."""
    if not progress:
        yield None
        return
    lines = 0

    def tell(seconds: float, positions: int) -> None:
        nonlocal lines
        if seconds < 1:
            return
        what = f"smoothing, {positions:,} positions done" if positions else "reading and differentiating"
        print(f"\r{what} ({seconds:.0f} s)\x1b[K", end="", file=sys.stderr, flush=True)
        lines += 1

    try:
        yield tell
    finally:
        if lines:
            print("\r\x1b[K", end="", file=sys.stderr, flush=True)
