"""The one table of limits: what a file, a list or a text may hold. Code, pages and tests read it from here.

`docs/limits.md` is `as_markdown()` written out; a test compares the two.
"""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB


@dataclass(frozen=True)
class Limit:
    """A named bound: `value` counts `unit`s, `why` says what it protects."""

    name: str
    value: int
    unit: str
    why: str

    @property
    def readable(self) -> str:
        """The bound as people say it: "25 MB", "200,000 rows"."""
        if self.unit != "bytes":
            return f"{self.value:,} {self.unit}"
        if self.value >= MIB:
            return f"{self.value // MIB:,} MB"
        return f"{self.value // KIB:,} kB"


DOCUMENT_BYTES = Limit(
    "document_bytes", 25 * MIB, "bytes", "one statement as PDF, DOCX or text; real ones are under 20 MB"
)
DOCUMENT_PAGES = Limit("document_pages", 500, "pages", "a whole annual report fits; a library does not")
DOCUMENT_CHARACTERS = Limit("document_characters", 3_000_000, "characters", "text that is read, stored and searched")
DOCUMENTS_PER_STATEMENT = Limit("documents_per_statement", 5, "documents", "the statement and its annexes")
PASTED_CHARACTERS = Limit("pasted_characters", 500_000, "characters", "a statement pasted as text: about 80,000 words")

WORKBOOK_BYTES = Limit("workbook_bytes", 25 * MIB, "bytes", "a spreadsheet as it is uploaded")
WORKBOOK_UNPACKED_BYTES = Limit(
    "workbook_unpacked_bytes", 600 * MIB, "bytes", "what a zipped file may swell to before it counts as a bomb"
)
ZIP_RATIO = Limit(
    "zip_ratio", 200, "times", "how much one part over 10 MB may shrink in a zip; real sheets shrink 10 to 40 times"
)
ZIP_PARTS = Limit("zip_parts", 5_000, "parts", "files inside a zipped document")
CSV_BYTES = Limit("csv_bytes", 25 * MIB, "bytes", "a comma, semicolon, tab or bar separated file")
SHEETS = Limit("sheets", 50, "sheets", "sheets of one workbook")
ROWS = Limit("rows", 200_000, "rows", "rows of one sheet that hold anything")
COLUMNS = Limit("columns", 500, "columns", "columns of one sheet that hold anything")
CELLS = Limit("cells", 4_000_000, "cells", "cells of one workbook that hold anything")
CELL_CHARACTERS = Limit(
    "cell_characters", 50_000, "characters", "one cell; a spreadsheet program itself stops at 32,767"
)
HEADING_ROWS = Limit("heading_rows", 40, "rows", "how far down the row of headings is looked for")

SHORT_TEXT = Limit("short_text", 500, "characters", "a name, an address, a one-line answer")
LONG_TEXT = Limit("long_text", 20_000, "characters", "an answer in free text: about 3,000 words")
PROBLEMS_SHOWN = Limit("problems_shown", 1_000, "problems", "problems listed for one upload; the rest are counted")
STATEMENTS_PER_UPLOAD = Limit(
    "statements_per_upload", 300, "rows", "statements of one spreadsheet: they become drafts in one short transaction"
)
COVERED_PER_UPLOAD = Limit("covered_per_upload", 20_000, "rows", "covered organisations named by one spreadsheet")
RETURN_LINES = Limit("return_lines", 2_000, "rows", "lines of one procurement return")
SUPPLIER_LINES = Limit(
    "supplier_lines",
    40_000,
    "rows",
    "lines of one supplier list; written in one transaction of under 5 seconds",
)
MARKED_CELLS = Limit("marked_cells", 10_000, "cells", "cells marked in a returned workbook; the rest are on its list")

READER_MEMORY_BYTES = Limit("reader_memory_bytes", 512 * MIB, "bytes", "memory of the process that reads one file")
READER_OUTPUT_BYTES = Limit("reader_output_bytes", 512 * MIB, "bytes", "what that process may write")
READER_CPU_SECONDS = Limit("reader_cpu_seconds", 40, "seconds", "processor time of that process")
READER_WALL_SECONDS = Limit("reader_wall_seconds", 60, "seconds", "how long anyone waits for that process")
READERS_AT_ONCE = Limit("readers_at_once", 4, "processes", "files read at the same moment by one server process")

LIMITS: tuple[Limit, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Limit))


def by_name(name: str) -> Limit:
    """The limit called `name`. Raises KeyError."""
    for limit in LIMITS:
        if limit.name == name:
            return limit
    raise KeyError(name)


def as_markdown() -> str:
    """The table as the page docs/limits.md holds it."""
    lines = [
        "# Limits",
        "",
        "Written from `statements/limits.py`, which code, pages and tests read. Change them there.",
        "",
        "| name | limit | what it protects |",
        "| --- | ---: | --- |",
    ]
    lines += [f"| {limit.name} | {limit.readable} | {limit.why} |" for limit in LIMITS]
    return "\n".join(lines) + "\n"
