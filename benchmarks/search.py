"""How fast the register is searched, beside Datasette over the same rows, in one run.

    make bench-search DATA=../shared/data

Statements of about 3,000 words are made of real sentences (`benchmarks.register_world`), the index is built, and every
kind of question of `benchmarks.register_questions` is asked in process: Datasette's JSON with the same counts, the
search with counts and snippets, then the whole page through WSGI (each a new address, so that nothing kept is served).
What was built stays in `--folder`, so that a second run only measures.
"""

import argparse
import json
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import datasette_table
from benchmarks.register_questions import Kinds, Words, for_the_peer, for_us, questions
from benchmarks.register_world import World, fill, publish
from portal.app import create_app
from portal.cli.database import migrate_to_head
from portal.config import Settings
from statements.db import make_engine, open_session
from statements.register import indexing
from statements.register.index import Index, open_index
from statements.register.search import search

PEER = Path(__file__).parent / "datasette_peer.py"
MARK = "zebrafinch"
Times = list[tuple[float, float]]


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """Milliseconds that the work took, by the clock on the wall and of processor time."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def percentiles(values: Sequence[float]) -> tuple[float, float]:
    """The 50th and the 95th."""
    if len(values) < 2:
        return values[0], values[0]
    parts = statistics.quantiles(values, n=20, method="inclusive")
    return parts[9], parts[18]


class Measured:
    """One register of so many statements in its folder: built where it is not there yet, then measured."""

    def __init__(self, world: World, folder: Path, count: int) -> None:
        self.world, self.count = world, count
        self.folder = folder / str(count)
        self.settings = Settings(data_dir=str(self.folder), secret_key="only here")
        self.register, self.table = self.folder / "portal.db", self.folder / "peer.db"
        self.told: dict[str, Any] = {"statements": count}

    def build(self) -> Index:
        """The register, its index and the peer's table."""
        done = self.folder / "built.json"
        if not done.exists():
            shutil.rmtree(self.folder, ignore_errors=True)
            self.folder.mkdir(parents=True)
            migrate_to_head(self.settings)
            with open_session(make_engine(self.settings.database), for_writing=True) as session:
                self.told["filled_s"] = round(timed(partial(fill, session, self.world, self.count))[0] / 1000)
            self.told["peer_index_s"] = round(datasette_table.build(self.register, self.table))
            self.told["peer_index_MB"] = round(datasette_table.size_of_full_text(self.table) / 1e6)
            done.write_text(json.dumps(self.told))
        migrate_to_head(self.settings)
        self.told = json.loads(done.read_text())
        return self._index(done)

    def _index(self, done: Path) -> Index:
        with open_session(make_engine(self.settings.database), for_writing=False) as session:
            found = open_index(session, self.settings.index)
            if found is None:
                wall, cpu = timed(partial(indexing.rebuild, session, self.settings.index))
                size = sum(path.stat().st_size for path in self.settings.index.rglob("*") if path.is_file())
                self.told |= {"index_s": round(wall / 1000), "index_cpu_s": round(cpu / 1000)}
                self.told["index_MB"] = round(size / 1e6)
                done.write_text(json.dumps(self.told))
                found = open_index(session, self.settings.index)
        assert found is not None
        return found

    def ours(self, index: Index, kinds: Kinds) -> dict[str, Times]:
        """Each kind by the use-case: words, counts, rows and snippets."""
        found = {}
        with open_session(make_engine(self.settings.database), for_writing=False) as session:
            for kind, asked in kinds.items():
                search(index, session, for_us(*asked[-1]))
                found[kind] = [timed(partial(search, index, session, for_us(*each))) for each in asked]
        return found

    def pages(self, kinds: Kinds) -> dict[str, Times]:
        """Each kind as a whole HTML page, each at an address of its own."""
        client = create_app(self.settings).test_client()
        client.get("/statements")
        found, number = {}, 0
        for kind, asked in kinds.items():
            found[kind] = []
            for text, filters in asked[: len(asked) // 2]:
                number += 1
                given = {"q": text, **filters, "asked": number}
                found[kind].append(timed(partial(client.get, "/statements", query_string=given)))
        return found

    def peer(self, python: str, kinds: Kinds, seconds: float) -> dict[str, list[tuple[float, float, int]]]:
        """Each kind by Datasette: milliseconds by the clock and of the processor, and how many it found."""
        asked = {kind: [for_the_peer(*each) for each in some] for kind, some in kinds.items()}
        given = json.dumps({"seconds": seconds, "kinds": asked})
        ran = subprocess.run([python, str(PEER), str(self.table)], input=given, capture_output=True, text=True)
        if ran.returncode:
            raise SystemExit(ran.stderr)
        return dict(json.loads(ran.stdout))

    def delay(self) -> float:
        """Seconds from the commit that publishes a statement until the page of a search shows it."""
        client = create_app(self.settings).test_client()
        client.get("/statements?q=warm")
        number = self.count + 1 + int(time.time()) % 1_000_000
        word = f"{MARK}{number}"
        with open_session(make_engine(self.settings.database), for_writing=True) as session:
            publish(session, self.world, number, word, datetime.now(UTC))
        began = time.perf_counter()
        while f"/statements/{number}" not in client.get(f"/statements?q={word}").get_data(as_text=True):
            time.sleep(0.02)
        return time.perf_counter() - began


def table(measured: dict[str, Any]) -> None:
    """One row a kind, as in docs/benchmarks.md."""
    ours, pages, peer = measured["ours"], measured["pages"], measured["peer"]
    head = [
        "search p50",
        "p95",
        "CPU p50",
        "CPU p95",
        "page p50",
        "p95",
        "CPU p95",
        "Datasette p50",
        "CPU p50",
        "times (CPU)",
    ]
    print(f"| question | {' | '.join(head)} |")
    print("|---" * (len(head) + 1) + "|")
    for kind in ours:
        wall, cpu = (percentiles(each) for each in zip(*ours[kind], strict=True))
        page, page_cpu = (percentiles(each) for each in zip(*pages[kind], strict=True))
        cells = [*wall, *cpu, *page, page_cpu[1]]
        if kind in peer:
            theirs, worked = (percentiles([each[at] for each in peer[kind]])[0] for at in (0, 1))
            cells += [theirs, worked, worked / cpu[0]]
        print(
            f"| {kind} | {' | '.join(f'{each:.1f}' if each < 100 else f'{each:,.0f}' for each in cells)} |", flush=True
        )


def main() -> None:
    """Build what is missing, measure, and print the tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of outside data")
    parser.add_argument("--statements", type=int, nargs="+", default=[10_000, 100_000])
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    parser.add_argument("--peer", help="the Python that has Datasette; without it only ours is measured")
    parser.add_argument("--rounds", type=int, default=60, help="questions of each kind; half of them as pages")
    parser.add_argument("--peer-seconds", type=float, default=20.0, help="after these a kind asks Datasette no more")
    parser.add_argument("--only-build", action="store_true")
    given = parser.parse_args()
    world = World(given.data)
    for count in given.statements:
        register = Measured(world, given.folder.absolute(), count)
        index = register.build()
        print(json.dumps(register.told), flush=True)
        if given.only_build:
            continue
        kinds = questions(Words(world, index), given.rounds)
        peer = register.peer(given.peer, kinds, given.peer_seconds) if given.peer else {}
        table({"ours": register.ours(index, kinds), "pages": register.pages(kinds), "peer": peer})
        print(f"\nfound after publication: {register.delay():.2f} s\n", flush=True)


if __name__ == "__main__":
    main()
