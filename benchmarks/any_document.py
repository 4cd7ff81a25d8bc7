"""Read every text and document of a folder of outside data: how long each takes, what cannot be read, and why.

    python -m benchmarks.any_document DATA

DATA holds statements/unlabelled_texts_981.csv.gz (columns id, text) and statements/pdf/*.pdf.
"""

import csv
import gzip
import sys
import time
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from statistics import median

from scoring import Facts, Page, assess, load_rubric
from statements.ingest.documents import read_document
from statements.ingest.readers.prose import plain

RUBRIC = load_rubric("ungp-1")
csv.field_size_limit(sys.maxsize)


def texts(folder: Path) -> Iterator[tuple[str, tuple[Page, ...], float]]:
    """Name, pages and seconds of reading of each plain text."""
    with gzip.open(folder / "statements" / "unlabelled_texts_981.csv.gz", "rt", encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            yield row["id"], tuple(Page(number, text) for number, text in enumerate(plain(row["text"]), 1)), 0.0


def documents(folder: Path) -> Iterator[tuple[str, tuple[Page, ...], float]]:
    """Name, pages and seconds of reading of each PDF, the reading process with it."""
    for path in sorted((folder / "statements" / "pdf").glob("*.pdf")):
        began = time.perf_counter()
        read = read_document(path.read_bytes(), path.name)
        yield path.name, read.pages, time.perf_counter() - began


def measure(name: str, found: Iterator[tuple[str, tuple[Page, ...], float]]) -> None:
    """Print what came of one kind of document."""
    reading, took, sentences, unread = [], [], 0, Counter[str]()
    crossing = noted = 0
    for identifier, pages, seconds in found:
        began = time.process_time()
        made = assess(Facts(pages, "Demonstration", date(2023, 1, 1), date(2023, 12, 31)), RUBRIC)
        took.append((time.process_time() - began, len(made.sentences), identifier))
        reading.append(seconds)
        sentences += len(made.sentences)
        crossing += sum(bool(each.rest) for each in made.sentences)
        if all(each.outcome == "not scored" for each in made.findings):
            unread[made.note] += 1
        else:
            noted += bool(made.note)
    took.sort()
    print(f"{name}: {len(took)} read, 0 failed; {sentences} sentences, {crossing} of them over the end of a page")
    print(f"  assessed in {sum(each[0] for each in took):.1f} CPU s; median {median(each[0] for each in took):.3f} s, ")
    print(f"  longest {took[-1][0]:.2f} s ({took[-1][1]} sentences); file to pages {sum(reading):.1f} s")
    print(f"  with passages in another language: {noted}; not scored: {sum(unread.values())}")
    for why, count in unread.most_common():
        print(f"    {count}: {why}")


if __name__ == "__main__":
    data = Path(sys.argv[1])
    measure("PDF", documents(data))
    measure("texts", texts(data))
