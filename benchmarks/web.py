"""How many readers the register's pages serve: home, search, statement, organisation, at a pace, through gunicorn.

    make bench-web DATA=../shared/data

The register is the one of `benchmarks.search`, built where it is not there yet. `portal serve`'s web command runs with
as many processes as asked for; readers arrive evenly, whether or not earlier ones have been answered, and each answer's
time counts from the moment it was due. Searches, statements and organisations are other ones each time, so that a page
kept rendered is hardly ever met; the readers run on the same machine, in this process, and take processor time too.
"""

import argparse
import asyncio
import os
import random
import signal
import socket
import sqlite3
import subprocess
import time
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlencode

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from benchmarks.register_questions import Kinds, Words, questions
from benchmarks.register_world import LAW, RELEASED_EVERY, World
from benchmarks.search import Measured, percentiles
from portal.cli.serve import web_command
from portal.config import Settings
from scoring import Facts, Page, assess, load_rubric, to_json
from statements.db import make_engine, open_session
from statements.filing.models import Statement, Version
from statements.moderation.assess import finding_rows
from statements.moderation.models import AssessmentRecord, FindingRecord

RUBRIC = load_rubric("ungp-1")
TICK = os.sysconf("SC_CLK_TCK")
WARM_SECONDS = 4


@dataclass(frozen=True)
class Answer:
    """One answer: of what kind of page, seconds since it was due, status and bytes."""

    kind: str
    seconds: float
    status: int
    size: int


def assess_some(session: Session, numbers: list[int]) -> None:
    """Give the released profiles of these statements what a real one has: a whole reading with its evidence."""
    rows = session.execute(
        select(Statement.number, Version, AssessmentRecord)
        .join(Version, Version.id == Statement.current_version_id)
        .join(AssessmentRecord, AssessmentRecord.version_id == Version.id)
        .where(Statement.number.in_(numbers), AssessmentRecord.model == "none")
    ).all()
    for _, version, record in rows:
        pages = tuple(Page(each["number"], each["text"]) for each in version.documents[0].pages)
        statement = version.statement
        read = assess(Facts(pages, statement.organisation.name, statement.period_start, statement.period_end), RUBRIC)
        session.execute(delete(FindingRecord).where(FindingRecord.assessment_id == record.id))
        for row in finding_rows(read):
            row.assessment_id, row.state = record.id, "confirmed"
            session.add(row)
        session.execute(
            update(AssessmentRecord).where(AssessmentRecord.id == record.id).values(body=to_json(read), model="read")
        )
    session.commit()


class Readers:
    """What is asked for, in the mix of four kinds of page, an address never twice but for the home page."""

    def __init__(self, register: Path, kinds: Kinds, statements: list[int], chance: random.Random) -> None:
        with sqlite3.connect(f"file:{register}?mode=ro", uri=True) as read:
            slugs = [slug for (slug,) in read.execute("SELECT slug FROM organisations")]
        chance.shuffle(slugs)
        searches = [urlencode({"q": text, **filters}, doseq=True) for some in kinds.values() for text, filters in some]
        searches = list(dict.fromkeys(searches))
        chance.shuffle(searches)
        chance.shuffle(statements)
        self.pages = {
            "home": iter(lambda: "/", ""),
            "search": (f"/statements?{each}" for each in searches),
            "statement": (f"/statements/{each}" for each in statements),
            "organisation": (f"/organisations/{each}" for each in slugs),
        }

    def __iter__(self) -> Iterator[tuple[str, str]]:
        while True:
            for kind, addresses in self.pages.items():
                yield kind, next(addresses)


async def ask(port: int, kind: str, address: str, due: float) -> Answer:
    """One reader's request on a connection of its own."""
    try:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(f"GET {address} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n".encode())
        told = await reader.read(-1)
        writer.close()
    except OSError:
        return Answer(kind, time.perf_counter() - due, 0, 0)
    return Answer(kind, time.perf_counter() - due, int(told[9:12] or 0), len(told.partition(b"\r\n\r\n")[2]))


async def arrive(port: int, readers: Iterator[tuple[str, str]], rate: float, seconds: float) -> list[Answer]:
    """Readers at this rate a second for so many seconds; all their answers."""
    began, asked = time.perf_counter(), []
    for number in range(int(rate * seconds)):
        due = began + number / rate
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        asked.append(asyncio.create_task(ask(port, *next(readers), due)))
    return list(await asyncio.gather(*asked))


def processor_seconds(parent: int) -> float:
    """What a process and its children have used of the processors."""
    children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
    told = [Path(f"/proc/{each}/stat").read_text().rpartition(")")[2].split() for each in (parent, *children)]
    return sum(int(each[11]) + int(each[12]) for each in told) / TICK


def free_port() -> int:
    """A port that nothing listens on."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        return int(bound.getsockname()[1])


def wait_for(port: int) -> None:
    """Until the server answers. Raises SystemExit after a minute."""
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("the web server did not start")


def report(answers: list[Answer], seconds: float, served: float, asked: float) -> None:
    """The table of docs/benchmarks.md."""
    kinds: dict[str, list[Answer]] = defaultdict(list)
    for each in answers:
        kinds[each.kind].append(each)
        kinds["all"].append(each)
    print("| page | answers | p50 ms | p95 ms | longest ms | largest kB | not 200 |\n|---|---|---|---|---|---|---|")
    for kind, some in kinds.items():
        middle, late = percentiles([each.seconds * 1000 for each in some])
        longest, largest = max(each.seconds for each in some) * 1000, max(each.size for each in some) / 1000
        bad = sum(each.status != 200 for each in some)
        print(f"| {kind} | {len(some)} | {middle:.0f} | {late:.0f} | {longest:.0f} | {largest:.0f} | {bad} |")
    each = len(answers)
    print(f"\n{each / seconds:.0f} answers a second; CPU ms an answer: server {served / each * 1000:.1f}, ", end="")
    print(f"readers {asked / each * 1000:.1f}; load {', '.join(f'{each:.1f}' for each in os.getloadavg())}")


def measure(settings: Settings, readers: Iterator[tuple[str, str]], rate: float, seconds: float) -> None:
    """Serve, warm up at a quarter of the rate, then ask at the rate and tell what came."""
    environment = {**os.environ, **{f"PORTAL_{name.upper()}": str(value) for name, value in vars(settings).items()}}
    with (Path(settings.data_dir) / "web.log").open("w") as log:
        server = subprocess.Popen(web_command(settings), env=environment, stdout=log, stderr=log)
        try:
            wait_for(settings.port)
            asyncio.run(arrive(settings.port, readers, rate / 4, WARM_SECONDS))
            served, own, began = processor_seconds(server.pid), time.process_time(), time.perf_counter()
            answers = asyncio.run(arrive(settings.port, readers, rate, seconds))
            took = time.perf_counter() - began
            report(answers, took, processor_seconds(server.pid) - served, time.process_time() - own)
        finally:
            server.send_signal(signal.SIGTERM)
            server.wait(timeout=60)


def main() -> None:
    """Build what is missing, read some statements through, then measure."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="the folder of outside data")
    parser.add_argument("--statements", type=int, default=100_000)
    parser.add_argument("--folder", type=Path, default=Path("var/bench"))
    parser.add_argument("--rate", type=float, nargs="+", default=[200.0], help="requests a second")
    parser.add_argument("--seconds", type=float, default=30.0)
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--threads", type=int, default=4)
    given = parser.parse_args()
    world, chance = World(given.data), random.Random()
    register = Measured(world, given.folder.absolute(), given.statements)
    index = register.build()
    print(register.told, flush=True)
    some = random.Random(5).sample(range(RELEASED_EVERY, given.statements, RELEASED_EVERY), 600)
    with open_session(make_engine(register.settings.database), for_writing=True) as session:
        assess_some(session, some)
    unread = [each for each in range(1, given.statements + 1) if each % RELEASED_EVERY][: 2 * len(some)]
    words = Words(world, index)
    words.chance.seed(time.time_ns())
    for rate in given.rate:
        port = free_port()
        settings = replace(
            register.settings, port=port, processes=given.processes, threads=given.threads, default_profile=LAW
        )
        readers = Readers(register.register, questions(words, 600), [*some, *unread], chance)
        print(f"\n{rate:.0f} a second, {given.processes} processes of {given.threads} threads:\n", flush=True)
        measure(settings, iter(readers), rate, given.seconds)


if __name__ == "__main__":
    main()
