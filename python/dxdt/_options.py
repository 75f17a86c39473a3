"""Options of a call as the program has them."""

from __future__ import annotations

import datetime
import os
from collections.abc import Mapping

Keyword = tuple[str, "str | None"]

# Options that take several names in one value.
_JOINED = {"quantities"}


def keywords(options: Mapping[str, object]) -> list[Keyword]:
    """Names and values. A list has names as they are; a text is as on the command line, where commas separate names."""
    found: list[Keyword] = []
    for name, value in options.items():
        if value is None or value is False:
            continue
        if value is True:
            found.append((name, None))
        elif isinstance(value, (list, tuple)):
            names = [_text(item) for item in value]
            if not names:
                found.append((name, "none"))
            elif name in _JOINED:
                found.append((name, ",".join(names)))
            else:
                found.extend((name, _quoted(item)) for item in names)
        else:
            found.append((name, _text(value)))
    return found


def _text(value: object) -> str:
    if isinstance(value, datetime.timedelta):
        return f"{value / datetime.timedelta(microseconds=1):.0f}us"
    if isinstance(value, os.PathLike):
        return os.fsdecode(value)
    return str(value)


def _quoted(name: str) -> str:
    """A name as one cell of CSV."""
    if any(character in name for character in ',"\n') or name != name.strip() or not name:
        return '"' + name.replace('"', '""') + '"'
    return name
