"""Count the public figures again, from the public CSV files alone, and say every cell that differs.

    python tools/check_pack.py figures-2025.csv statements-2025.csv obligations-2025.csv [pack-2025.xlsx]

Uses nothing of the portal's code. With the workbook it also reads every cell of its sheets and compares it.
"""

import csv
import re
import sys
from collections import defaultdict

import openpyxl

DIMENSIONS = ("sector", "region", "size", "kind")
LEVELS = {"2": "level-2", "1": "level-1", "0": "level-0", "-": "not-scored"}
STANDINGS = {"not in scope": "out-of-scope", "declared out of scope": "declared-out"}


def read(path):
    return list(csv.DictReader(open(path, newline="", encoding="utf-8")))


def count_statement(counted, table, key, row):
    counted[table, key, "statements"] += 1
    counted[table, key, "covered"] += int(row["covers"])
    counted[table, key, "profiles"] += bool(row["levels"])


def count_answers(counted, row):
    for table, told in ((name.replace("_", "-", 1), told) for name, told in row.items()):
        if table.startswith("count-") and told.isdigit():
            assert int(told) >= 6, f"statement {row['number']} shows a number below 6"
            counted[table, row["sector"], "answers"] += 1
            counted[table, row["sector"], "sum"] += int(told)
        elif table.startswith("count-") and told:
            counted[table, row["sector"], "fewer"] += 1


def count_levels(counted, row, in_year):
    for criterion, level in (pair.split("=") for pair in row["levels"].split()):
        if not criterion.startswith("G"):  # G1, G2 … are gates, not criteria
            counted["levels", f"{row['year']} {row['rubric']}", LEVELS[level]] += 1
            counted[f"criteria-{row['rubric']}", criterion, LEVELS[level]] += in_year


def count_all(year, statements, obligations):
    """Every figure by (table, row, column)."""
    counted = defaultdict(int)
    for row in statements:
        in_year = row["year"] == year
        count_statement(counted, "year", row["year"], row)
        count_levels(counted, row, in_year)
        if in_year:
            count_answers(counted, row)
            for dimension in DIMENSIONS:
                count_statement(counted, dimension, row[dimension], row)
    for row in obligations:
        standing = STANDINGS.get(row["standing"], row["standing"].replace(" ", "-"))
        counted["standings", standing, "obligations"] += 1
        for dimension in DIMENSIONS:
            counted[dimension, row[dimension], standing] += 1
    return counted


def workbook_cells(path):
    found = {}  # by title of the table, key of the row, label of the column
    for sheet in openpyxl.load_workbook(path, read_only=True).worksheets[1:]:
        table, heads = sheet["A1"].value, None
        for line in sheet.iter_rows(min_row=2, values_only=True):
            if line and line[0] == "Code":
                heads = line
            elif heads and line and line[0] is not None:
                cells = zip(heads, line, strict=True)
                found.update({(table, line[0], head): number for head, number in cells if isinstance(number, int)})
    return found


def main(figures_path, statements_path, obligations_path, workbook_path=None):
    figures, year = read(figures_path), re.search(r"(\d{4})", figures_path.rsplit("/", 1)[-1]).group(1)
    counted = count_all(year, read(statements_path), read(obligations_path))
    book = workbook_cells(workbook_path) if workbook_path else None
    wrong = []
    for cell in figures:
        place = cell["table"], cell["row"], cell["column"]
        again = counted.pop(place, 0)
        in_book = book.get((cell["table_title"], cell["row"], cell["column_label"])) if book is not None else again
        if not str(again) == cell["count"] == str(in_book):
            wrong.append(f"{' '.join(place)}: {cell['count']}, counted again {again}, in the workbook {in_book}")
    shown = {(cell["table"], cell["column"]) for cell in figures}
    missed = [place for place, n in counted.items() if n and (place[0], place[2]) in shown and place[0] != "standings"]
    wrong += [f"{' '.join(place)}: {counted[place]} counted again, not in the figures" for place in missed]
    print("\n".join(wrong) or f"{len(figures)} cells counted again, all equal{', in the workbook too' if book else ''}")
    return 1 if wrong or not figures else 0


if __name__ == "__main__":
    if len(sys.argv) not in (4, 5):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
