"""Set a PDF with typst: tagged, for readers who listen, and the same bytes for the same content.

A template stands in `typst/` and reads one JSON object, so that no text ever needs escaping.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

import typst

FOLDER = Path(__file__).parent / "typst"
STANDARD: Literal["ua-1"] = "ua-1"
"""PDF/UA-1, ISO 14289-1: what a program that reads aloud needs is there, or setting fails."""


def typeset(template: str, document: Mapping[str, Any]) -> bytes:
    """The PDF of a template with this content. Raises typst.TypstError where it cannot be set."""
    inputs = {"document": json.dumps(document, ensure_ascii=False)}
    source = str(FOLDER / f"{template}.typ")
    return typst.compile(source, root=str(FOLDER), format="pdf", sys_inputs=inputs, pdf_standards=STANDARD)
