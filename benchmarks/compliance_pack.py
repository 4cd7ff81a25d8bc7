"""Freeze the compliance pack over many statements, check it from outside, and open its pages.

    .venv/bin/python -m benchmarks.compliance_pack [STATEMENTS] [DATABASE_URL]

Every statement has a released profile of all criteria, answers to every count, and an obligation. The pack is frozen
by the job as the worker runs it; its progress is read while it runs. An empty database is wanted: SQLite in a
temporary folder, or the one named.
"""

import random
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from alembic import command
from sqlalchemy import Engine, insert

from portal.app import create_app
from portal.cli.database import alembic_config
from portal.config import Settings
from portal.handlers import HANDLERS
from portal.reports.handlers import ask_figures
from portal.work import run_job, run_waiting
from scoring.rubric import load
from statements.clock import twelve_months_to
from statements.db import make_engine, open_session
from statements.filing.models import Coverage, Statement, Version
from statements.jobs import service as jobs
from statements.moderation.models import AssessmentRecord, FindingRecord, Notice
from statements.organisations.models import Obligation, Organisation
from statements.reference import tables
from statements.reports import facts, freezing
from statements.storage.store import Store

LAW, RUBRIC, YEARS, AT_ONCE = "nz-bill-2026", "ungp-1", 5, 2_000
AT = datetime(2026, 7, 1, tzinfo=UTC)
ROOT = Path(__file__).resolve().parents[1]


def fill(engine: Engine, count: int) -> None:
    """So many published statements of a fifth as many organisations, over five years."""
    chance = random.Random(20261122)
    industries = [code for code, each in tables.industries().items() if each.level == "class"]
    kinds, regions, bands = (list(each()) for each in (tables.organisation_kinds, tables.regions, tables.revenue_bands))
    criteria = [each.id for each in load(RUBRIC).scored_criteria]
    questions = [each.key for each in facts.counted_questions(LAW)]
    rows: dict[type, list[dict[str, Any]]] = {}
    owner = uuid.uuid4()
    for number in range(1, count + 1):
        if number % YEARS == 1:
            owner = uuid.uuid4()
            name = f"Counted Organisation {number} Limited"
            rows.setdefault(Organisation, []).append(
                {"id": owner, "slug": f"o{number}", "name": name, "sort_key": name, "kind": chance.choice(kinds),
                 "industry": chance.choice(industries), "region": chance.choice(regions),
                 "revenue_band": chance.choice(bands), "created_at": AT}
            )  # fmt: skip
        answers = {key: chance.randrange(12) for key in questions}
        _statement(rows, number, owner, answers, {key: chance.randrange(3) for key in criteria})
        if number % AT_ONCE == 0 or number == count:
            with engine.begin() as connection:
                for model, values in rows.items():
                    connection.execute(insert(model), values)
            rows.clear()


def _statement(
    rows: dict[type, list[dict[str, Any]]],
    number: int,
    owner: uuid.UUID,
    answers: dict[str, int],
    levels: dict[str, int],
) -> None:
    statement, version, record = uuid.uuid4(), uuid.uuid4(), uuid.uuid4()
    end = date(2026 - number % YEARS, 3, 31)
    period = {"period_start": twelve_months_to(end).start, "period_end": end}
    made = {
        Statement: {"id": statement, "number": number, "organisation_id": owner, "profile": LAW, "state": "published",
                    "current_version_id": version, "started_at": AT, "published_at": AT, **period},
        Version: {"id": version, "statement_id": statement, "number": 1, "state": "published", "answers": answers,
                  "approval": {}, "signature": {}, "fingerprint": version.hex, "submitted_at": AT, "published_at": AT},
        Coverage: {"id": uuid.uuid4(), "version_id": version, "organisation_id": owner},
        AssessmentRecord: {"id": record, "version_id": version, "rubric": RUBRIC, "model": "none", "text_hash": "",
                           "body": {}, "made_at": AT, "current": True},
        Notice: {"id": uuid.uuid4(), "assessment_id": record, "confirmed_by": owner, "sent_at": AT, "answer_by": AT,
                 "released_at": AT},
        Obligation: {"id": uuid.uuid4(), "organisation_id": owner, "profile": LAW, "state": "confirmed", **period,
                     "due_on": date(end.year, 9, 30), "source": "list", "statement_id": statement,
                     "filed_on": date(end.year, 8 + number % 4, 1) if number % 7 else None, "lateness_public_from": AT},
    }  # fmt: skip
    for model, values in made.items():
        rows.setdefault(model, []).append(values)
    rows.setdefault(FindingRecord, []).extend(
        {"id": uuid.uuid4(), "assessment_id": record, "criterion": key, "machine_level": level, "level": level,
         "machine_outcome": "scored", "state": "confirmed", "machine_reason": "", "evidence": []}
        for key, level in levels.items()
    )  # fmt: skip


def timed(name: str, work: Callable[[], Any]) -> Any:
    """Do the work; print its seconds by the clock and of the processor."""
    clock, processor = time.perf_counter(), time.process_time()
    found = work()
    print(f"{name:44} {time.perf_counter() - clock:7.1f} s {time.process_time() - processor:7.1f} CPU s", flush=True)
    return found


def freeze(settings: Settings, engine: Engine, store: Store) -> int:
    """Ask for the pack and let the job make it; the pack's number."""
    with open_session(engine, for_writing=True) as session, session.begin():
        job_id = freezing.ask(session, year=2026, profile=LAW, by=uuid.uuid4(), at=datetime.now(UTC)).id
    seen: list[int] = []
    ended = threading.Event()

    def watch() -> None:
        while not ended.wait(1):
            with open_session(engine, for_writing=False) as session:
                seen.append(jobs.load(session, job_id).done)

    watcher = threading.Thread(target=watch)
    watcher.start()
    given = {"handlers": HANDLERS, "engine": engine, "store": store, "settings": settings}
    timed("the job that freezes the pack", lambda: run_job(job_id, **given))
    ended.set()
    watcher.join()
    print(f"progress seen once a second: {seen}")
    with open_session(engine, for_writing=False) as session:
        job = jobs.load(session, job_id)
        if job.problem:
            sys.exit(job.problem)
        return int(job.result["number"])


def check(engine: Engine, store: Store, number: int, folder: Path) -> None:
    """Write the files out, and let the outside check count them again."""
    with open_session(engine, for_writing=False) as session:
        pack = freezing.load(session, number)
        for each in pack.files:
            (folder / each.name).write_bytes(store.get(each.sha256))
            print(f"  {each.name:24} {each.size:>12,} bytes")
    names = [f"{name}-2026.csv" for name in ("figures", "statements", "obligations")] + ["pack-2026.xlsx"]
    told = [sys.executable, str(ROOT / "tools/check_pack.py"), *(str(folder / name) for name in names)]
    timed("tools/check_pack.py", lambda: subprocess.run(told, check=True))


def count_figures(settings: Settings, engine: Engine, store: Store) -> None:
    """Let the worker count the figures that pages show, as it does once a minute where many statements changed."""
    with open_session(engine, for_writing=True) as session, session.begin():
        ask_figures(session, settings, datetime.now(UTC))
    given = {"handlers": HANDLERS, "engine": engine, "store": store, "settings": settings}
    timed("the job that counts the figures of all years", lambda: run_waiting(**given))


def main() -> None:
    """Fill, freeze, check, open the pages."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        url = sys.argv[2] if len(sys.argv) > 2 else ""
        settings = Settings(data_dir=folder, database_url=url, secret_key="bench", public_url="http://localhost")
        command.upgrade(alembic_config(settings), "head")
        engine, store = make_engine(settings.database), Store(settings.store)
        timed(f"{count:,} statements written", lambda: fill(engine, count))
        number = freeze(settings, engine, store)
        check(engine, store, number, Path(folder))
        count_figures(settings, engine, store)
        client = create_app(settings).test_client()
        cell = "list?table=criteria-ungp-1&row=C01&column=level-1"
        pages = ("/reports?year=2026", f"/reports/{cell}&year=2026", "/reports/obligations?year=2026")
        for path in (*pages, f"/reports/packs/{number}", f"/reports/packs/{number}/{cell}", "/reports/packs"):
            answer = timed(path, lambda path=path: client.get(path))
            assert answer.status_code == 200, answer.status_code
            print(f"  {len(answer.data):,} bytes")


if __name__ == "__main__":
    main()
