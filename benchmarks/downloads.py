"""How long the whole register takes as one file, start to end, and what it costs those who search meanwhile.

    .venv/bin/python -m benchmarks.downloads FOLDER

FOLDER holds the register that `make bench-search` built. The web command of `portal serve` runs with one process; the
CSV and the JSON Lines of everything are read to their end, first alone, then while another reader searches.
"""

import argparse
import asyncio
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from itertools import cycle
from pathlib import Path
from urllib.parse import quote

from benchmarks.register_world import LAW
from benchmarks.search import percentiles
from benchmarks.web import Answer, ask, free_port, processor_seconds, wait_for
from portal.cli.serve import web_command
from portal.config import Settings

FILES = ("/statements.csv", "/statements.jsonl")
SEARCHES = ("training", "fishing vessels", "recruitment fees", '"debt bondage"', "supplier audit", "food")
PAUSE = 0.5
A_PIECE = 1 << 20


def most_memory(parent: int) -> float:
    """The most MiB that any process of a server has held since it started."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    told = [Path(f"/proc/{each}/status").read_text().partition("VmHWM:")[2].split()[0] for each in children]
    return max(int(each) for each in told) / 1024


def read(port: int, address: str) -> tuple[int, int, float]:
    """Bytes and lines of a file read to its end, and the seconds until its first bytes."""
    began = time.perf_counter()
    with urllib.request.urlopen(f"http://127.0.0.1:{port}{address}", timeout=600) as answer:
        size = lines = 0
        first = 0.0
        while piece := answer.read(A_PIECE):
            first = first or time.perf_counter() - began
            size, lines = size + len(piece), lines + piece.count(b"\n")
    return size, lines, first


async def read_and_search(port: int, address: str, *, searching: bool) -> tuple[tuple[int, int, float], list[Answer]]:
    """The file, and the answers to whoever searched until it had come."""
    coming, answers = asyncio.create_task(asyncio.to_thread(read, port, address)), []
    for number, words in enumerate(cycle(SEARCHES)):
        if coming.done() or not searching:
            break
        where = f"/statements?q={quote(words)}&page={1 + number // len(SEARCHES)}"
        answers.append(await ask(port, "search", where, time.perf_counter()))
        await asyncio.sleep(PAUSE)
    return await coming, answers


def measured(port: int, server: int, files: list[str]) -> Iterator[str]:
    """A line of the table of docs/benchmarks.md for each file, alone and beside a reader."""
    for searching in (False, True):
        for address in files:
            served, began = processor_seconds(server), time.perf_counter()
            (size, lines, first), answers = asyncio.run(read_and_search(port, address, searching=searching))
            took, used = time.perf_counter() - began, processor_seconds(server) - served
            beside = "–"
            if answers:
                middle, late = percentiles([each.seconds * 1000 for each in answers])
                worst = max(each.seconds for each in answers) * 1000
                beside = f"{len(answers)}: {middle:.0f}, {late:.0f}, {worst:.0f}"
            told = f"{size / 1e6:.1f} | {lines:,} | {first:.1f} | {took:.0f} | {used:.0f} | {most_memory(server):.0f}"
            yield f"| `{address}` | {told} | {beside} | {os.getloadavg()[0]:.1f} |"


def main() -> None:
    """Serve the register and read its files."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, help="where bench-search built a register")
    parser.add_argument("--files", nargs="+", default=list(FILES), help="addresses to read")
    parser.add_argument("--threads", type=int, default=4)
    given = parser.parse_args()
    settings = Settings(
        data_dir=str(given.folder),
        secret_key="only for a benchmark",
        port=free_port(),
        processes=1,
        threads=given.threads,
        default_profile=LAW,
    )
    environment = {**os.environ, **{f"PORTAL_{name.upper()}": str(value) for name, value in vars(settings).items()}}
    with (given.folder / "web.log").open("w") as log:
        server = subprocess.Popen(web_command(settings), env=environment, stdout=log, stderr=log)
        try:
            wait_for(settings.port)
            urllib.request.urlopen(f"http://127.0.0.1:{settings.port}/statements", timeout=120).read()
            print("| file | MB | lines | first s | whole s | CPU s | MiB | searches: p50, p95, max ms | load |")
            print("|---|---|---|---|---|---|---|---|---|")
            for line in measured(settings.port, server.pid, given.files):
                print(line, flush=True)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)


if __name__ == "__main__":
    main()
