"""The one table of limits: what a file, a list or a text may hold. Code, pages and tests read it from here.

`docs/limits.md` is `as_markdown()` written out, the page `/limits` shows the same; tests compare.
"""

from dataclasses import dataclass

KIB = 1024
MIB = 1024 * KIB

DOCUMENTS = "Statements as documents"
SPREADSHEETS = "Spreadsheets"
LISTS = "What one spreadsheet may bring"
TEXTS = "What is typed"
READER = "The program that reads a file"
OTHER = "Other"


@dataclass(frozen=True)
class Limit:
    """A named bound: `value` counts `unit`s, `why` says what it protects; `title` and `group` are for readers."""

    name: str
    value: int
    unit: str
    why: str
    title: str = ""
    group: str = OTHER

    @property
    def heading(self) -> str:
        """What people call it."""
        return self.title or self.name.replace("_", " ").capitalize()

    @property
    def readable(self) -> str:
        """The bound as people say it: "25 MB", "200,000 rows"."""
        if self.unit != "bytes":
            return f"{self.value:,} {self.unit}"
        if self.value >= MIB:
            return f"{self.value // MIB:,} MB"
        return f"{self.value // KIB:,} kB"


DOCUMENT_BYTES = Limit(
    "document_bytes",
    25 * MIB,
    "bytes",
    "one statement as PDF, DOCX or text; real ones are under 20 MB",
    "Size of a file",
    DOCUMENTS,
)
DOCUMENT_REQUEST_BYTES = Limit(
    "document_request_bytes",
    100 * MIB,
    "bytes",
    "what is taken in before a document is refused in its place",
    "A document with its form",
    DOCUMENTS,
)
DOCUMENT_PAGES = Limit(
    "document_pages", 500, "pages", "a whole annual report fits; a library does not", "Pages", DOCUMENTS
)
DOCUMENT_CHARACTERS = Limit(
    "document_characters", 3_000_000, "characters", "text that is read, stored and searched", "Text", DOCUMENTS
)
DOCUMENTS_PER_STATEMENT = Limit(
    "documents_per_statement", 5, "documents", "the statement and its annexes", "Documents of a statement", DOCUMENTS
)
PASTED_CHARACTERS = Limit(
    "pasted_characters",
    500_000,
    "characters",
    "a statement pasted as text: about 80,000 words",
    "A statement pasted as text",
    DOCUMENTS,
)
WORKBOOK_BYTES = Limit(
    "workbook_bytes", 25 * MIB, "bytes", "a spreadsheet as it is uploaded", "Size of a workbook", SPREADSHEETS
)
WORKBOOK_UNPACKED_BYTES = Limit(
    "workbook_unpacked_bytes",
    600 * MIB,
    "bytes",
    "what a zipped file may swell to before it counts as a bomb",
    "The same, unpacked",
    SPREADSHEETS,
)
ZIP_RATIO = Limit(
    "zip_ratio",
    200,
    "times",
    "how much one part over 10 MB may shrink in a zip; real sheets shrink 10 to 40 times",
    "How much a part may shrink",
    SPREADSHEETS,
)
ZIP_PARTS = Limit("zip_parts", 5_000, "parts", "files inside a zipped document", "Parts of a zipped file", SPREADSHEETS)
CSV_BYTES = Limit(
    "csv_bytes", 25 * MIB, "bytes", "a comma, semicolon, tab or bar separated file", "Size of a CSV file", SPREADSHEETS
)
SHEETS = Limit("sheets", 50, "sheets", "sheets of one workbook", "Sheets", SPREADSHEETS)
ROWS = Limit("rows", 200_000, "rows", "rows of one sheet that hold anything", "Rows of a sheet", SPREADSHEETS)
COLUMNS = Limit(
    "columns", 500, "columns", "columns of one sheet that hold anything", "Columns of a sheet", SPREADSHEETS
)
CELLS = Limit(
    "cells", 4_000_000, "cells", "cells of one workbook that hold anything", "Cells of a workbook", SPREADSHEETS
)
CELL_CHARACTERS = Limit(
    "cell_characters",
    50_000,
    "characters",
    "one cell; a spreadsheet program itself stops at 32,767",
    "Text of one cell",
    SPREADSHEETS,
)
HEADING_ROWS = Limit(
    "heading_rows",
    40,
    "rows",
    "how far down the row of headings is looked for",
    "Where the headings may stand",
    SPREADSHEETS,
)
PROBLEMS_SHOWN = Limit(
    "problems_shown",
    1_000,
    "problems",
    "problems listed for one upload; the rest are counted",
    "Problems listed",
    SPREADSHEETS,
)
MARKED_CELLS = Limit(
    "marked_cells",
    10_000,
    "cells",
    "cells marked in a returned workbook; the rest are on its list",
    "Cells marked",
    SPREADSHEETS,
)
STATEMENTS_PER_UPLOAD = Limit(
    "statements_per_upload",
    300,
    "rows",
    "statements of one spreadsheet: they become drafts in one short transaction",
    "Statements",
    LISTS,
)
COVERED_PER_UPLOAD = Limit(
    "covered_per_upload",
    20_000,
    "rows",
    "covered organisations named by one spreadsheet",
    "Organisations they cover",
    LISTS,
)
RETURN_LINES = Limit(
    "return_lines", 2_000, "rows", "lines of one procurement return", "Lines of a procurement return", LISTS
)
SUPPLIER_LINES = Limit(
    "supplier_lines",
    40_000,
    "rows",
    "lines of one supplier list; written in one transaction of under 5 seconds",
    "Lines of a supplier list",
    LISTS,
)
SHORT_TEXT = Limit("short_text", 500, "characters", "a name, an address, a one-line answer", "A short answer", TEXTS)
LONG_TEXT = Limit(
    "long_text", 20_000, "characters", "an answer in free text: about 3,000 words", "A long answer", TEXTS
)
REQUEST_BYTES = Limit(
    "request_bytes", 30 * MIB, "bytes", "one page as it is sent, its file and all", "Everything sent at once", TEXTS
)
FORM_BYTES = Limit(
    "form_bytes", 4 * MIB, "bytes", "everything typed on one page, without its file", "One page of a form", TEXTS
)
QUERY_CHARACTERS = Limit("query_characters", 500, "characters", "the text of a search", "A search", TEXTS)
QUERY_PARTS = Limit("query_parts", 60, "words and signs", "the words of a search", "Words of a search", TEXTS)
COVERED_LINES = Limit(
    "covered_lines",
    1_000,
    "lines",
    "organisations pasted at once into the list of whom a statement covers",
    "Organisations pasted",
    TEXTS,
)
PERSON_NAME = Limit("person_name", 200, "characters", "the name of a person", "Your name", TEXTS)
ORGANISATION_NAME = Limit(
    "organisation_name", 500, "characters", "the name of an organisation", "An organisation's name", TEXTS
)
REQUEST_TEXT = Limit(
    "request_text",
    2_000,
    "characters",
    "why one may act for an organisation, why none is owed, why somebody no longer acts",
    "A request or its reason",
    TEXTS,
)
REVIEW_TEXT = Limit(
    "review_text",
    8_000,
    "characters",
    "a reason of the registrar, an answer or a reply",
    "A reason, an answer or a reply",
    TEXTS,
)
REPORTED_PASSAGE = Limit(
    "reported_passage",
    4_000,
    "characters",
    "the words of a statement that a reader says are wrong",
    "A passage that is reported",
    TEXTS,
)
NOTE_TEXT = Limit("note_text", 5_000, "characters", "a progress note on the Plan of Action", "A progress note", TEXTS)
UNSAVED_CHARACTERS = Limit(
    "unsaved_characters",
    200_000,
    "characters",
    "one section, or one form sent when its sender was signed out, that is not saved yet",
    "What is kept before it is saved",
    TEXTS,
)
PARKED_FORMS = Limit(
    "parked_forms",
    5_000,
    "forms",
    "forms of people who were signed out when they sent them, for 12 hours each",
    "Forms that wait for a sign-in",
    TEXTS,
)
READER_MEMORY_BYTES = Limit(
    "reader_memory_bytes", 512 * MIB, "bytes", "memory of the process that reads one file", "Memory", READER
)
READER_OUTPUT_BYTES = Limit(
    "reader_output_bytes", 512 * MIB, "bytes", "what that process may write", "What it may write", READER
)
READER_CPU_SECONDS = Limit(
    "reader_cpu_seconds", 40, "seconds", "processor time of that process", "Processor time", READER
)
READER_WALL_SECONDS = Limit(
    "reader_wall_seconds", 60, "seconds", "how long anyone waits for that process", "Waiting", READER
)
READERS_AT_ONCE = Limit(
    "readers_at_once",
    4,
    "processes",
    "files read at the same moment by one server process",
    "Files read at once",
    READER,
)

LIMITS: tuple[Limit, ...] = tuple(value for value in list(globals().values()) if isinstance(value, Limit))


def by_name(name: str) -> Limit:
    """The limit called `name`. Raises KeyError."""
    for limit in LIMITS:
        if limit.name == name:
            return limit
    raise KeyError(name)


def grouped() -> dict[str, list[Limit]]:
    """The limits under the heading of their group, in the order of the table."""
    found: dict[str, list[Limit]] = {}
    for limit in LIMITS:
        found.setdefault(limit.group, []).append(limit)
    return found


def as_markdown() -> str:
    """The table as the page docs/limits.md holds it."""
    lines = [
        "# Limits",
        "",
        "Made by `portal docs limits` from `statements/limits.py`, which code, pages and tests read. The page",
        "`/limits` shows the same table.",
    ]
    for group, limits in grouped().items():
        lines += ["", f"## {group}", "", "| what | limit | what it protects | name |", "| --- | ---: | --- | --- |"]
        lines += [f"| {each.heading} | {each.readable} | {each.why} | `{each.name}` |" for each in limits]
    return "\n".join(lines) + "\n"
