"""Times Datasette's answers, by the Python of an environment of its own: questions in, milliseconds out, as JSON.

    .venv-datasette/bin/python benchmarks/datasette_peer.py TABLE.db < questions.json

Each question is the query string of a table page; every one is asked in process, as the portal is. A kind stops
after `seconds`, so that a slow one does not hold up the run.
"""

import asyncio
import json
import sys
import time

from datasette.app import Datasette

NO_LIMIT = 600_000


Told = dict[str, list[tuple[float, float, int]]]


async def ask(table: str, kinds: dict[str, list[str]], seconds: float) -> Told:
    """Milliseconds by the clock, those of processor time, and the count told, for each question of each kind."""
    settings = {"sql_time_limit_ms": NO_LIMIT, "facet_time_limit_ms": NO_LIMIT, "allow_download": False}
    peer = Datasette([table], settings=settings)
    await peer.invoke_startup()
    told: Told = {}
    for kind, questions in kinds.items():
        told[kind] = []
        until = time.perf_counter() + seconds
        for question in questions:
            began, cpu = time.perf_counter(), time.process_time()
            answer = await peer.client.get(f"/{peer_name(table)}/statements.json?{question}")
            took, worked = (time.perf_counter() - began) * 1000, (time.process_time() - cpu) * 1000
            answer.raise_for_status()
            told[kind].append((took, worked, answer.json()["filtered_table_rows_count"]))
            if time.perf_counter() > until:
                break
    return told


def peer_name(table: str) -> str:
    """What Datasette calls the database in a file."""
    return table.rsplit("/", 1)[-1].removesuffix(".db")


def main() -> None:
    """Read {"seconds", "kinds"} and print what was measured."""
    asked = json.load(sys.stdin)
    told = asyncio.run(ask(sys.argv[1], asked["kinds"], asked["seconds"]))
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
