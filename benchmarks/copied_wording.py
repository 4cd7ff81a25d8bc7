"""Find copied wording across a register, and say how much: python -m benchmarks.copied_wording DATA [HOW MANY TEXTS]

DATA is the folder of outside data. Every text becomes a filer's statement, one after another, as statements arrive, in
an empty SQLite database; texts that share most of their sentences are taken for one filer's (a statement of two years).
"""

import csv
import gzip
import resource
import sys
import tempfile
import time
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path

from alembic import command
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.cli.database import alembic_config
from portal.config import Settings
from scoring import Page, Sentence, normalised, split_sentences
from statements.db import make_engine, open_session
from statements.filing.models import Version
from statements.moderation import again, boilerplate
from statements.moderation.models import SentenceBand, SentenceUse, SentenceWords
from tests.factories import make_organisation
from tests.statements.moderation.world import make_statement, make_version

AT = datetime(2026, 11, 2, tzinfo=UTC)
SAME_FILER = 0.6
Text = tuple[Sentence, ...]


def main(folder: Path, most: int | None) -> None:
    """Print the figures, of the first `most` texts or of all."""
    csv.field_size_limit(10**9)
    started = time.process_time()
    texts = [split_sentences((Page(1, text),)) for text in read_texts(folder)[:most]]
    print(f"{len(texts)} texts split in {time.process_time() - started:.1f} CPU s")
    groups = one_filer(texts)
    print(f"{len(set(groups))} filers, by texts that share {SAME_FILER:.0%} of their sentences")
    with tempfile.TemporaryDirectory() as kept:
        path = Path(kept) / "portal.db"
        settings = Settings(database_url=f"sqlite:///{path}")
        command.upgrade(alembic_config(settings), "head")
        engine = make_engine(settings.database)
        with open_session(engine, for_writing=True) as session:
            arrive(session, texts, groups)
            session.commit()
            measure(session, texts, groups)
        engine.dispose()
        print(f"database {path.stat().st_size / 2**20:.0f} MiB")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**10:.0f} MiB")


def read_texts(folder: Path) -> list[str]:
    """The texts of the three files of real statements."""
    with (folder / "statements" / "uk_food_with_text.csv").open(encoding="utf-8", errors="replace") as handle:
        found = [row["text_data"] for row in csv.DictReader(handle)]
    with gzip.open(folder / "statements" / "unlabelled_texts_981.csv.gz", "rt", encoding="utf-8") as handle:
        found += [row["text"] for row in csv.DictReader(handle)]
    with (folder / "labelled" / "training_answers_213.csv").open(encoding="utf-8", errors="replace") as handle:
        found += [row["Text"] for row in csv.DictReader(handle)]
    return [text or "" for text in found]


def one_filer(texts: list[Text]) -> list[int]:
    """For each text the first one of the same filer: texts that share most of their sentences are one filer's."""
    keys = [{normalised(each.text) for each in text} - {""} for text in texts]
    held: dict[str, list[int]] = defaultdict(list)
    first = list(range(len(texts)))
    for number, own in enumerate(keys):
        shared = Counter(other for key in own for other in held[key])
        for other, count in shared.most_common(1):
            if count >= SAME_FILER * min(len(own), len(keys[other])):
                first[number] = first[other]
        for key in own:
            held[key].append(number)
    return first


def arrive(session: Session, texts: list[Text], groups: list[int]) -> None:
    """The statements come one after another: noted, then whoever is copied since is looked for."""
    versions: dict[int, Version] = {}
    spent: list[float] = []
    newly = 0
    for number, text in enumerate(texts):
        version = versions.setdefault(groups[number], a_version(session, number) if groups[number] == number else None)
        started = time.process_time()
        organisation = version.statement.organisation
        boilerplate.shared_sentences(session, organisation=organisation, sentences=text)
        boilerplate.note_sentences(session, organisation=organisation, sentences=text, version=version)
        newly += len(again.newly_copied(session, version=version, sentences=text))
        spent.append(time.process_time() - started)
    whole, last = sum(spent), sorted(spent[-200:])
    middle, most = last[len(last) // 2], last[len(last) * 19 // 20]
    print(f"noted and compared as they came: {whole:.1f} CPU s, {1000 * whole / len(texts):.0f} ms a statement")
    print(f"the last 200: median {1000 * middle:.0f} ms, 95 % {1000 * most:.0f} ms, most {1000 * last[-1]:.0f} ms")
    print(f"sentences that became copied wording when a third came: {newly}")


def a_version(session: Session, number: int) -> Version:
    """A version of a filer of its own."""
    organisation = make_organisation(session, name=f"Zyx{number}", at=AT)
    return make_version(session, statement=make_statement(session, organisation=organisation, at=AT), at=AT)


def measure(session: Session, texts: list[Text], groups: list[int]) -> None:
    """What share of the sentences is copied wording, word for word and nearly."""
    for table in (SentenceUse, SentenceWords, SentenceBand):
        print(f"{table.__tablename__}: {session.scalar(select(func.count()).select_from(table)):,} rows")
    owners: dict[str, set[int]] = defaultdict(set)
    for number, text in enumerate(texts):
        for key in {normalised(each.text) for each in text} - {""}:
            owners[key].add(groups[number])
    uses = sum(map(len, owners.values()))
    exactly = sum(len(filers) for filers in owners.values() if len(filers) > boilerplate.SHARED_BY)
    print(
        f"sentences of eight words or more: {uses:,}; word for word of three filers {exactly:,} ({exactly / uses:.1%})"
    )
    near = boilerplate.near_to(session, {boilerplate.digest_of(key): key for key in owners})
    by_digest = {boilerplate.digest_of(key): filers for key, filers in owners.items()}
    nearly = sum(
        len(filers)
        for digest, filers in by_digest.items()
        if len(set().union(*(by_digest.get(each, set()) for each in near[digest]))) > boilerplate.SHARED_BY
    )
    print(f"nearly the same of three filers: {nearly:,} ({nearly / uses:.1%})")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None)
