"""Measure the supplier check: how right it is, how fast it is, and how a plain rapidfuzz search does in the same run.

    .venv/bin/python -m benchmarks.matching ../shared/data

The folder of outside data holds `names/ato` (a supplier list, a register and the true links between them) and
`names/uk_private_organisations.csv` (company names, recombined here to reach the size wanted)
and `names/other/dnb` (names garbled at random).
"""

import argparse
import csv
import random
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from rapidfuzz import process

from statements.suppliers.matching import MatchQuery, NameEntry, NameIndex, Outcome

SEED = 7
PEER_SAMPLE = 40


def rows_of(path: Path) -> list[dict[str, str]]:
    """Read a CSV file with headings."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def accuracy(folder: Path) -> list[str]:
    """Return a line for each outcome: how many, how many of them name the right organisation, precision and recall."""
    index = NameIndex(NameEntry(row["register_id"], row["name"]) for row in rows_of(folder / "register_with_abn.csv"))
    truth = {row["query_id"]: row["register_id"] for row in rows_of(folder / "truth.csv")}
    counts: Counter[tuple[Outcome, str]] = Counter()
    for row in rows_of(folder / "supplier_list_names_only.csv"):
        found, true = index.match(MatchQuery(row["name"])), truth[row["query_id"]]
        counts[found.outcome, "all"] += 1
        counts[found.outcome, "right"] += bool(found.best and found.best.organisation_id == true)
        counts[found.outcome, "linked"] += bool(true)
    links = sum(bool(true) for true in truth.values())
    lines = []
    for outcome in (Outcome.NAME, Outcome.LIKELY, Outcome.POSSIBLE, Outcome.NONE):
        total, right = counts[outcome, "all"], counts[outcome, "right"]
        share = f"precision {right / total:.3f}, recall {right / links:.3f}" if outcome is not Outcome.NONE else ""
        lines.append(f"{outcome:9} {total:5} lines, {right:4} right, {counts[outcome, 'linked']:4} have a link {share}")
    return lines


def garbled(folder: Path) -> list[str]:
    """Return a line on invented names with letters replaced at random, asked against the names they were made from."""
    index = NameIndex(NameEntry(row[""], row["company_name"]) for row in rows_of(folder / "test_names.csv"))
    outcomes: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for row in rows_of(folder / "adjusted_test_names.csv"):
        found = index.match(MatchQuery(row["company_name"]))
        outcomes[found.outcome] += 1
        right[found.outcome] += any(one.organisation_id == row[""] for one in found.candidates)
    return [f"garbled   {what:9} {count:6}, {right[what]:6} with the right one" for what, count in outcomes.items()]


def volume(path: Path, size: int, queries: int) -> tuple[list[str], list[tuple[int | None, str, str]]]:
    """Return `size` names recombined from real ones, and queries to ask: (place or None, text, what was done to it)."""
    chance = random.Random(SEED)
    real = [row["OrganisationName"] for row in rows_of(path) if len(row["OrganisationName"]) > 3]
    heads, tails = [name.split()[0] for name in real], [" ".join(name.split()[1:]) for name in real]
    names = dict.fromkeys(real)
    while len(names) < size:
        names[f"{chance.choice(heads)} {chance.choice(tails)}"] = None
    register = list(names)[:size]
    kinds: list[tuple[str, Callable[[str], str]]] = [
        ("capitals", str.upper),
        ("ending", lambda name: name.replace("Limited", "Ltd").replace("Ltd.", "Limited")),
        ("typo", lambda name: _typo(name, chance)),
        ("stranger", lambda name: "".join(chance.sample("bcdfghklmnprstvwz", 5)) + name[2:]),
    ]
    asked: list[tuple[int | None, str, str]] = []
    for number in range(queries):
        place = chance.randrange(len(register))
        kind, change = kinds[number % len(kinds)]
        asked.append((None if kind == "stranger" else place, change(register[place]), kind))
    return register, asked


def _typo(name: str, chance: random.Random) -> str:
    at = chance.randrange(1, len(name) - 1)
    return chance.choice(
        [
            name[:at] + name[at + 1 :],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
            name[:at] + chance.choice("aeionrst") + name[at:],
            name[:at] + chance.choice("aeionrst") + name[at + 1 :],
        ]
    )


def speed(register: list[str], asked: list[tuple[int | None, str, str]]) -> list[str]:
    """Return lines with the CPU seconds of ours and of the peer, and how often each first answer is the right one."""
    start = time.process_time()
    index = NameIndex(NameEntry(place, name) for place, name in enumerate(register))
    built = time.process_time()
    found = [index.match(MatchQuery(text)) for _, text, _ in asked]
    done = time.process_time()
    sample = asked[:PEER_SAMPLE]
    peer = [process.extractOne(text, register) for _, text, _ in sample]
    peer_seconds = (time.process_time() - done) / len(sample) * len(asked)
    pairs = zip(found[: len(sample)], sample, strict=True)
    ours = sum(bool(one.best and one.best.organisation_id == place) for one, (place, _, _) in pairs)
    theirs = sum(best is not None and best[2] == place for best, (place, _, _) in zip(peer, sample, strict=True))
    known = sum(place is not None for place, _, _ in sample)
    outcomes: Counter[tuple[str, str]] = Counter()
    right: Counter[tuple[str, str]] = Counter()
    for one, (place, _, kind) in zip(found, asked, strict=True):
        outcomes[kind, one.outcome.value] += 1
        right[kind, one.outcome.value] += bool(one.best and one.best.organisation_id == place)
    return [
        f"{len(asked):,} lines against {len(register):,} names: {done - start:.1f} CPU-s "
        f"({built - start:.1f} to build the index)",
        f"rapidfuzz.process.extractOne, {len(sample)} lines scaled up: {peer_seconds:.0f} CPU-s, "
        f"{peer_seconds / (done - start):.0f} times ours",
        f"right first answers on those {known} lines: ours {ours}, the peer's {theirs}",
        *(f"  {kind:9} {what:9} {n:6}, {right[kind, what]:6} right" for (kind, what), n in sorted(outcomes.items())),
    ]


def main() -> int:
    """Run the measurements that the folder of outside data allows."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path)
    parser.add_argument("--names", type=int, default=100_000)
    parser.add_argument("--lines", type=int, default=10_000)
    options = parser.parse_args()
    companies = options.data / "names" / "uk_private_organisations.csv"
    if not companies.exists():
        print(f"{companies} is not here; nothing measured.", file=sys.stderr)
        return 1
    print(*accuracy(options.data / "names" / "ato"), sep="\n")
    print(*garbled(options.data / "names" / "other" / "dnb"), sep="\n")
    print(*speed(*volume(companies, options.names, options.lines)), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
