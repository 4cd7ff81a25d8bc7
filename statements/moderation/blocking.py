"""Words blocked out, letter by letter, in whatever a row holds: places in the text stay right."""

import re
from collections.abc import Iterable
from typing import Any

BLOCK = "█"


def blocked(value: Any, pattern: re.Pattern[str]) -> tuple[Any, int]:
    """A value of JSON with every match blocked out, keys left alone; and how many matches there were."""
    if isinstance(value, str):
        return pattern.subn(lambda found: re.sub(r"\S", BLOCK, found.group()), value)
    if isinstance(value, list):
        parts = [blocked(each, pattern) for each in value]
        return [each for each, _count in parts], sum(count for _each, count in parts)
    if isinstance(value, dict):
        pairs = {key: blocked(each, pattern) for key, each in value.items()}
        return {key: each for key, (each, _count) in pairs.items()}, sum(count for _each, count in pairs.values())
    return value, 0


def block(row: Any, names: Iterable[str], pattern: re.Pattern[str]) -> int:
    """Block a row's fields out, each replaced whole where it holds the passage; how many matches."""
    count = 0
    for name in names:
        value, found = blocked(getattr(row, name), pattern)
        if found:
            setattr(row, name, value)
            count += found
    return count
