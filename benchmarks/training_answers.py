"""What researchers answered about training beside what the reader finds for C12.

    .venv/bin/python -m benchmarks.training_answers ../shared/data

The answers are noisy, and were used for no choice. They name who is trained, "No", or "In Development".
"""

import argparse
import csv
from collections import Counter
from datetime import date
from pathlib import Path

from scoring import Facts, Page, assess, load_rubric

CRITERION = "C12"
FILE = Path("labelled") / "training_answers_213.csv"


def said(answer: str) -> str:
    """Whether the researchers said that there is training."""
    return {"No": "no", "In Development": "in development"}.get(answer, "yes")


def main() -> None:
    """Count the reader's outcomes and levels by what the researchers said."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of outside data")
    path, rubric = parser.parse_args().data / FILE, load_rubric("ungp-1")
    counts: dict[str, Counter[str]] = {}
    with path.open(encoding="utf-8", errors="replace") as handle:
        for row in csv.DictReader(handle):
            first, last = date(int(row["Year"]), 1, 1), date(int(row["Year"]), 12, 31)
            read = assess(Facts((Page(1, row["Text"] or ""),), row["Company"], first, last), rubric)
            (found,) = [each for each in read.findings if each.criterion == CRITERION]
            told = f"level {found.level}" if found.level is not None else str(found.outcome)
            counts.setdefault(said(row["Value"]), Counter())[told] += 1
    for answer, levels in counts.items():
        print(f"{answer}: {sum(levels.values())}", dict(sorted(levels.items())))


if __name__ == "__main__":
    main()
