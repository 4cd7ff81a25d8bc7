"""What the spreadsheet reader passes over in silence: error values and formulas that were never worked out.

Also where the farthest cell of a sheet stands, asked when reading it took too much memory.
Runs in the reading process.
"""

import re
from typing import Any

from statements.ingest.readers import containers, sheet_parts

SHOWN = 20
_ERROR = re.compile(
    rb'<c\b(?=[^>]*\bt="e")[^>]*\br="([A-Z]{1,3}\d+)"[^>]*>(?:<f[^>]*/>|<f\b[^>]*>[^<]*</f>)?<v>([^<]{1,20})'
)
_FORMULA = re.compile(
    rb'<c\b(?![^>]*\bt="str")[^>]*\br="([A-Z]{1,3}\d+)"[^>]*>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'
)
_CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')


def faults(data: bytes) -> dict[str, list[dict[str, str]]]:
    """Sheet name → problems {"message", "mend", "cell"} of an .xlsx, the first of each kind."""
    found: dict[str, list[dict[str, str]]] = {}
    with containers.open_zip(data) as archive:
        for sheet in sheet_parts.worksheets(archive):
            errors: dict[str, str] = {}
            formulas: dict[str, None] = {}
            for chunk in sheet_parts.chunks(archive, sheet.part):
                if b't="e"' in chunk and len(errors) < SHOWN:
                    errors.update(
                        (ref.decode(), value.decode("ascii", "replace")) for ref, value in _ERROR.findall(chunk)
                    )
                if b"<f" in chunk and len(formulas) < SHOWN:
                    formulas.update((cell.decode(), None) for cell in _FORMULA.findall(chunk))
            found[sheet.name] = _as_problems(errors, list(formulas))
    return found


def _as_problems(errors: dict[str, str], formulas: list[str]) -> list[dict[str, str]]:
    problems = [
        {"cell": cell, "message": f"The cell holds the error {value}.", "mend": "Mend its formula or type the value."}
        for cell, value in list(errors.items())[:SHOWN]
    ]
    if formulas:
        message = "The cell holds a formula whose result was never saved, so it reads as blank."
        mend = "Open the file in Excel or LibreOffice, save it and upload it again."
        problems += [{"cell": cell, "message": message, "mend": mend} for cell in formulas[:SHOWN]]
    return problems


def farthest(data: bytes) -> dict[str, Any]:
    """{"sheet", "cell", "rows", "columns"} of the sheet of an .xlsx that reaches farthest, {} when there is none."""
    best: dict[str, Any] = {}
    with containers.open_zip(data) as archive:
        for sheet in sheet_parts.worksheets(archive):
            rows, columns = 0, b""
            for chunk in sheet_parts.chunks(archive, sheet.part):
                for letters, number in _CELL.findall(chunk):
                    rows = max(rows, int(number))
                    columns = max(columns, letters, key=lambda name: (len(name), name))
            if rows > best.get("rows", 0):
                best = {"sheet": sheet.name, "rows": rows, "columns": columns.decode()}
    return best
