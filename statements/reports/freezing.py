"""Freeze the public compliance pack of a year: its files into the store, its row, its event; read it back for ever."""

import hashlib
import json
import uuid
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from statements.errors import Invalid, NotFound, Problem
from statements.events import service as events
from statements.jobs import service as jobs
from statements.jobs.models import Job
from statements.reports import facts, figures, pack_report, rows, summary, writers
from statements.reports.facts import Progress
from statements.reports.figures import Audience, Pack
from statements.reports.models import FrozenPack, PackFile
from statements.reports.summary import Counted
from statements.storage.store import Store

FREEZE = "freeze-pack"
"""The kind of the job that freezes a pack."""
STEPS = 4
"""Counted, rows written, workbook written, report written."""
SUMS = "SHA256SUMS"
CSV, JSON, PDF, TEXT = "text/csv", "application/json", "application/pdf", "text/plain"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True)
class MadeFile:
    """A file of a pack before it is kept."""

    name: str
    media_type: str
    content: bytes


@dataclass(frozen=True)
class MadePack:
    """A pack and its files, the list of their hashes among them; `stamp` is that list's own hash."""

    pack: Pack
    statements: int
    files: tuple[MadeFile, ...]
    stamp: str


def ask(session: Session, *, year: int, profile: str, by: uuid.UUID, at: datetime) -> Job:
    """Ask for the pack of a year to be frozen. Raises Invalid where nothing was published or owed for the year."""
    if year not in facts.years(session, profile=profile):
        raise Invalid([Problem("No statement was published or owed for that year.", field="year")])
    job = jobs.ask(session, kind=FREEZE, arguments={"year": year, "profile": profile}, by=by, at=at)
    after = {"year": year, "profile": profile}
    events.record(session, kind="pack.asked", subject=job, by=by, at=at, after=after)
    return job


def gather(session: Session, *, year: int, profile: str, at: datetime, on: date, progress: Progress) -> Counted:
    """The public rows that the pack will count, all of one moment on whichever database."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})
    return summary.gather(
        session, year=year, profile=profile, audience=Audience.PUBLIC, at=at, on=on, progress=progress
    )


def make(
    counted: Counted,
    *,
    year: int,
    profile: str,
    at: datetime,
    title: str,
    time_zone: str,
    progress: Progress = lambda _count: None,
) -> MadePack:
    """Count the rows and write every file of the pack; `progress` is told how many of STEPS are done."""
    pack = summary.count(counted, year=year, profile=profile, audience=Audience.PUBLIC, at=at)
    progress(1)
    questions = [question.key for question in facts.counted_questions(profile)]
    texts = {
        f"figures-{year}.csv": (CSV, writers.figures_csv(pack)),
        f"statements-{year}.csv": (CSV, rows.statements_csv(counted.statements, questions)),
        f"obligations-{year}.csv": (CSV, rows.obligations_csv(counted.obligations)),
        f"pack-{year}.json": (JSON, json.dumps(asdict(pack), ensure_ascii=False, indent=1, default=str)),
    }
    files = [MadeFile(name, kind, text.encode()) for name, (kind, text) in texts.items()]
    progress(2)
    book = writers.workbook(pack, title=title, time_zone=time_zone)
    files.append(MadeFile(f"pack-{year}.xlsx", XLSX, book))
    progress(3)
    files.append(MadeFile(f"pack-{year}.pdf", PDF, pack_report.report(pack, title=title, time_zone=time_zone)))
    sums = _sums([(each.name, hashlib.sha256(each.content).hexdigest()) for each in files]).encode()
    files.append(MadeFile(SUMS, TEXT, sums))
    return MadePack(pack, len(counted.statements), tuple(files), hashlib.sha256(sums).hexdigest())


def keep(
    session: Session,
    *,
    made: MadePack,
    sizes: Sequence[tuple[str, int]],
    job_id: uuid.UUID,
    by: uuid.UUID | None,
    at: datetime,
) -> FrozenPack:
    """Write down a pack whose files are in the store, once for each job; `sizes` holds the hash and size of each."""
    kept = session.scalar(select(FrozenPack).where(FrozenPack.job_id == job_id))
    if kept is not None:
        return kept
    events.take_turn(session)
    pack = FrozenPack(
        number=(session.scalar(select(func.max(FrozenPack.number))) or 0) + 1,
        year=made.pack.year,
        profile=made.pack.profile,
        as_at=made.pack.as_at,
        counted_by=list(made.pack.counted_by),
        statements=made.statements,
        stamp=made.stamp,
        job_id=job_id,
        frozen_by=by,
        frozen_at=at,
        files=[
            PackFile(name=file.name, sha256=digest, size=size, media_type=file.media_type)
            for file, (digest, size) in zip(made.files, sizes, strict=True)
        ],
    )
    session.add(pack)
    session.flush()
    after = {"number": pack.number, "year": pack.year, "stamp": pack.stamp, "as_at": pack.as_at.isoformat()}
    events.record(session, kind="pack.frozen", subject=pack, by=by, at=at, after=after)
    return pack


def put(store: Store, made: MadePack) -> list[tuple[str, int]]:
    """Put the files into the store; the hash and size of each, in order."""
    return [(store.put(each.content), len(each.content)) for each in made.files]


def all_packs(session: Session) -> Sequence[FrozenPack]:
    """Every frozen pack, the newest first."""
    return session.scalars(select(FrozenPack).order_by(FrozenPack.number.desc())).all()


def load(session: Session, number: int) -> FrozenPack:
    """The frozen pack of this number. Raises NotFound, also when its files' hashes no longer make its stamp."""
    pack = session.scalar(select(FrozenPack).where(FrozenPack.number == number))
    if pack is None:
        raise NotFound("There is no such pack.")
    sums = _sums([(each.name, each.sha256) for each in pack.files if each.name != SUMS])
    if hashlib.sha256(sums.encode()).hexdigest() != pack.stamp:
        raise NotFound("What is kept of this pack no longer agrees with its stamp.")
    return pack


def file_of(pack: FrozenPack, name: str) -> PackFile:
    """The file of a pack with this name. Raises NotFound."""
    for each in pack.files:
        if each.name == name:
            return each
    raise NotFound("The pack has no such file.")


def read(store: Store, pack: FrozenPack) -> Pack:
    """The frozen figures. Raises NotFound where the file is gone or damaged."""
    return figures.pack_of(json.loads(store.get(file_of(pack, f"pack-{pack.year}.json").sha256)), as_at=pack.as_at)


def counted_rows(store: Store, pack: FrozenPack) -> Counted:
    """The frozen rows that the pack counts."""
    given = {name: store.get(file_of(pack, f"{name}-{pack.year}.csv").sha256) for name in ("statements", "obligations")}
    return Counted(
        rows.read_statements(given["statements"].decode()), rows.read_obligations(given["obligations"].decode())
    )


def _sums(hashes: list[tuple[str, str]]) -> str:
    """As `sha256sum -c` reads it."""
    return "".join(f"{digest}  {name}\n" for name, digest in sorted(hashes))
