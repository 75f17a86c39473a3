"""The error of this package."""

from __future__ import annotations


class Error(ValueError):
    """What is wrong, where, and what to do.

    Attributes:
        kind: ``"log"`` (what stands in a log), ``"option"``, ``"io"`` (the file system), ``"values"`` (arrays and
            arguments) or ``"internal"`` (a mistake in dxdt).
        file: the file that it is about, if any.
        line: the line of the file, counted from 1.
        column: the column of the table.
        advice: what can be done.
    """

    kind: str
    file: str | None
    line: int | None
    column: str | None
    advice: str | None

    def __init__(
        self,
        message: str,
        *,
        kind: str = "values",
        file: str | None = None,
        line: int | None = None,
        column: str | None = None,
        advice: str | None = None,
    ) -> None:
        super().__init__(message)
        self.kind = kind
        self.file = file
        self.line = line
        self.column = column
        self.advice = advice

    def __reduce__(self) -> tuple[object, ...]:
        return (_made, (str(self), self.__dict__.copy()))


def _made(message: str, fields: dict[str, object]) -> Error:
    error = Error(message)
    error.__dict__.update(fields)
    return error
