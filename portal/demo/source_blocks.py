"""Read the small markdown that the demonstration statements are written in.

A source is TOML between two `+++` lines, then `# headings`, paragraphs, `- list items`,
`| table | rows |` (the first row is the header) and `!sign Name | role | date`.
"""

import tomllib
from pathlib import Path
from typing import Any

Block = dict[str, Any]


def read_source(path: Path) -> tuple[dict[str, Any], list[Block]]:
    """The settings and the blocks of one source file. Raises ValueError where the settings are missing."""
    _, settings, body = path.read_text(encoding="utf-8").split("+++\n", 2)
    return tomllib.loads(settings), [block for part in body.split("\n\n") if (block := _block(part.strip()))]


def _block(part: str) -> Block | None:
    lines = part.splitlines()
    if not lines:
        return None
    if part.startswith("# "):
        return {"kind": "heading", "text": part[2:]}
    if part.startswith("- "):
        return {"kind": "list", "items": [line.removeprefix("- ") for line in lines]}
    if part.startswith("|"):
        return {"kind": "table", "rows": [_cells(line) for line in lines]}
    if part.startswith("!sign "):
        name, role, date = _cells(part.removeprefix("!sign ") + " |", leading=False)
        return {"kind": "signature", "name": name, "role": role, "date": date}
    return {"kind": "paragraph", "text": " ".join(lines)}


def _cells(line: str, *, leading: bool = True) -> list[str]:
    cells = line.strip().split("|")[:-1]
    return [cell.strip() for cell in (cells[1:] if leading else cells)]
