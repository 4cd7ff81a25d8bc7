"""Count the public figures again, from the public CSV files alone, and say every cell that differs.

    python tools/check_pack.py figures-2025.csv statements.csv obligations-2025.csv

Uses nothing of the portal's code. Sums of people and incidents cannot be counted again from public rows, where
small answers are withheld: of those it checks that none below 6 is shown.
"""

import csv
import re
import sys
from collections import Counter

DIMENSIONS = ("sector", "region", "size", "kind")
LEVELS = {"level-2": "2", "level-1": "1", "level-0": "0", "not-scored": "-"}


def read(path):
    with open(path, newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def levels_of(row):
    return dict(pair.split("=") for pair in row["levels"].split())


def count_statements(rows, column):
    if column == "covered":
        return sum(int(row["covers"]) for row in rows)
    return sum(1 for row in rows if column == "statements" or row["levels"])


def expected(cell, year, statements, obligations):
    """The figure this cell should hold; None where it is a sum that public rows do not give."""
    table, key, column = cell["table"], cell["row"], cell["column"]
    in_year = [row for row in statements if row["year"] == year]
    if table == "standings":
        return Counter(row["standing"].replace(" ", "-") for row in obligations)[key]
    if table == "year":
        return count_statements([row for row in statements if row["year"] == key], column)
    if table in DIMENSIONS and column in ("statements", "covered", "profiles"):
        return count_statements([row for row in in_year if row[table] == key], column)
    if table in DIMENSIONS:
        return sum(1 for row in obligations if row[table] == key and row["standing"].replace(" ", "-") == column)
    if table.startswith("criteria-"):
        read_by = [row for row in in_year if row["rubric"] == table.removeprefix("criteria-")]
        return sum(1 for row in read_by if levels_of(row).get(key) == LEVELS[column])
    return None


def main(figures_path, statements_path, obligations_path):
    year = re.search(r"(\d{4})", figures_path.rsplit("/", 1)[-1]).group(1)
    figures, statements, obligations = read(figures_path), read(statements_path), read(obligations_path)
    wrong, same, sums = [], 0, 0
    for cell in figures:
        again = expected(cell, year, statements, obligations)
        if again is None:
            sums += 1
            if cell["count"] != "not shown" and int(cell["count"]) < 6:
                wrong.append(f"{cell['table']} {cell['row']}: a count below 6 is shown")
        elif str(again) == cell["count"]:
            same += 1
        else:
            wrong.append(f"{cell['table']} {cell['row']} {cell['column']}: {cell['count']}, counted again {again}")
    print("\n".join(wrong) or f"{same} cells counted again, all equal; {sums} protected sums, none below 6")
    return 1 if wrong or not same else 0


if __name__ == "__main__":
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
