"""Read a TOML data file into frozen dataclasses; a faulty file is refused with the file, the place and the fault."""

import tomllib
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

Shape = TypeVar("Shape")

_NAMES = {str: "text", int: "a whole number", bool: "true or false", date: "a date"}


class FaultyFile(ValueError):
    """A data file does not say what its readers rely on; the message names the file, the place and the fault."""


def read(path: Path, shape: type[Shape]) -> Shape:
    """Return the file as a `shape`; every field without a default must stand in it. Raises FaultyFile."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise FaultyFile(f"{path.name}: cannot be read: {error}") from error
    found = _build(table, shape, path.name)
    if getattr(found, "key", path.stem) != path.stem:
        raise FaultyFile(f"{path.name}: key must be “{path.stem}”, as the file is named")
    return found


def _build(table: Any, shape: type[Shape], where: str) -> Shape:
    if not isinstance(table, dict):
        raise FaultyFile(f"{where}: must be a table")
    hints = get_type_hints(shape)
    known = {each.name: each for each in fields(shape)}  # type: ignore[arg-type]
    for name in table:
        if name not in known:
            raise FaultyFile(f"{where}: “{name}” is not a field of it")
    values = {name: _value(table[name], hints[name], f"{where}: {name}") for name in table}
    for name, each in known.items():
        if name not in table and each.default is MISSING and each.default_factory is MISSING:
            raise FaultyFile(f"{where}: {name} is missing")
    return shape(**values)


def _value(value: Any, kind: Any, where: str) -> Any:
    inner = [each for each in get_args(kind) if each not in (type(None), Ellipsis)]
    if get_origin(kind) is tuple:
        if not isinstance(value, list):
            raise FaultyFile(f"{where} must be a list")
        return tuple(_value(each, inner[0], f"{where} {number}") for number, each in enumerate(value, start=1))
    if get_origin(kind) is dict or kind is Any:
        return value
    if inner:
        kind = inner[0]
    if is_dataclass(kind):
        return _build(value, kind, where)  # type: ignore[arg-type]
    if issubclass(kind, StrEnum):
        return _member(value, kind, where)
    if type(value) is not kind or isinstance(value, datetime):
        raise FaultyFile(f"{where} must be {_NAMES.get(kind, kind.__name__)}, not {value!r}")
    return value


def _member(value: Any, kind: type[StrEnum], where: str) -> StrEnum:
    if value not in list(kind):
        raise FaultyFile(f"{where} must be one of {', '.join(kind)}, not {value!r}")
    return kind(value)
