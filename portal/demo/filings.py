"""What the filers and directors of the demonstration world do: start, write, upload, sign, correct, withdraw."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from portal.demo.loading import Loading, first_day
from portal.demo.timeline import Act
from statements.db import Session
from statements.filing import queries, service, signing
from statements.filing.content import ReadFile
from statements.filing.rules import SIGNATORY_NAME, SIGNATORY_ROLE
from statements.ingest.documents import read_document
from statements.storage.store import Store

DOCUMENTS = Path(__file__).parent / "documents"
WRITTEN_BEFORE = 20
"""Days for which a statement is a draft before it is signed."""

Entry = dict[str, Any]


def read_documents(store: Store) -> dict[str, ReadFile]:
    """Every document of the world by its name: read in the same child process as an upload, and kept."""
    return {path.name: _read(store, path) for path in sorted(DOCUMENTS.iterdir())}


def _read(store: Store, path: Path) -> ReadFile:
    content = path.read_bytes()
    found = read_document(content, path.name)
    return ReadFile(
        sha256=store.put(content),
        filename=path.name,
        media_type=found.media_type,
        size=len(content),
        pages=tuple(page.text for page in found.pages),
        words=found.words,
        scan=found.is_scan,
    )


def plan(loading: Loading) -> None:
    """Plan every filing of the world from its draft to its receipt, its corrections and its withdrawal."""
    for entry in loading.world.statements:
        arrived = first_day(entry, loading)
        begun = arrived if "started" in entry else _begun(entry, arrived)
        loading.plan(loading.at(begun, "09:10"), _starting(loading, entry))
        answers = _first_answers(loading, entry)
        loading.plan(loading.at(begun, "10:30"), _writing(loading, entry, answers, document=True))
        for turn in _sendings(entry):
            _plan_sending(loading, entry, turn)
        if "correction" in entry:
            _plan_correction(loading, entry)
        if "withdrawn" in entry:
            loading.plan(loading.at(entry["withdrawn"]["on"], "11:20"), _withdrawing(loading, entry))


def _begun(entry: Entry, arrived: date) -> date:
    after_period: date = entry["period_end"] + timedelta(days=1)
    return max(arrived - timedelta(days=WRITTEN_BEFORE), after_period)


def _first_answers(loading: Loading, entry: Entry) -> dict[str, Any]:
    """The answers of the first version: where it was sent back, those that it held then."""
    before = entry.get("returned", [{}])[0].get("answers", {})
    return {**loading.world.answers[entry["key"]], **before}


def _sendings(entry: Entry) -> list[Entry]:
    turns: list[Entry] = [*entry.get("returned", [])]
    return [*turns, entry] if "submitted" in entry else turns


def _plan_sending(loading: Loading, entry: Entry, turn: Entry) -> None:
    """Two days before it is signed the filer mends the answers; the director signs in the afternoon."""
    day = loading.day(turn["submitted"])
    if turn is entry and "returned" in entry:
        mending = _writing(loading, entry, loading.world.answers[entry["key"]], document=False)
        loading.plan(loading.at(day, "09:30"), mending)
    loading.plan(loading.at(day, "11:00"), _signing(loading, entry))


def _plan_correction(loading: Loading, entry: Entry) -> None:
    correction = entry["correction"]
    answers = loading.world.corrected_answers[entry["key"]]

    def correct(session: Session, at: datetime) -> None:
        by = loading.people[entry["filer"]]
        statement = loading.statement(session, entry["key"])
        service.correct(session, statement=statement, reason=correction["reason"], by=by, at=at)

    loading.plan(loading.at(correction["submitted"], "09:15"), correct)
    writing = _writing(loading, entry, answers, document=False)
    loading.plan(loading.at(correction["submitted"], "09:45"), writing)
    loading.plan(loading.at(correction["submitted"], "11:00"), _signing(loading, entry))


def _starting(loading: Loading, entry: Entry) -> Act:
    def start(session: Session, at: datetime) -> None:
        statement = service.start(
            session,
            organisation=loading.organisation(session, entry["organisation"]),
            profile=loading.profile.key,
            period_start=entry["period_start"],
            period_end=entry["period_end"],
            by=loading.people[entry["filer"]],
            at=at,
        )
        loading.statements[entry["key"]] = statement.id

    return start


def _writing(loading: Loading, entry: Entry, answers: Mapping[str, Any], *, document: bool) -> Act:
    def write(session: Session, at: datetime) -> None:
        by = loading.people[entry["filer"]]
        draft = queries.draft_of(session, loading.statement(session, entry["key"]))
        covers = [loading.organisations[key] for key in loading.world.covered(entry)]
        given = {key: _as_typed(value) for key, value in answers.items()}
        gone = {key: None for key in draft.answers if key not in given}
        approval = _signatory(loading, entry)
        service.save(session, draft=draft, answers={**given, **gone}, covers=covers, approval=approval, by=by, at=at)
        if document and "document" in entry:
            service.add_document(session, draft=draft, read=loading.documents[entry["document"]], by=by, at=at)

    return write


def _as_typed(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _signatory(loading: Loading, entry: Entry) -> dict[str, str]:
    if "director" not in entry:
        return {}
    director = next(each for each in loading.world.people if each["key"] == entry["director"])
    return {SIGNATORY_NAME: director["name"], SIGNATORY_ROLE: director.get("title", "Director")}


def _signing(loading: Loading, entry: Entry) -> Act:
    """The filer asks in the morning; in the afternoon the director signs on the page behind the link."""

    def ask(session: Session, at: datetime) -> None:
        filer, director = loading.people[entry["filer"]], loading.people[entry["director"]]
        draft = queries.draft_of(session, loading.statement(session, entry["key"]))
        _request, token = signing.ask_director(session, draft=draft, director_id=director, by=filer, at=at)

        def sign(session: Session, at: datetime) -> None:
            opened = signing.open_request(session, token=token, by=director)
            signing.sign(session, request=opened, by=director, at=at)

        loading.plan(at + timedelta(hours=3), sign)

    return ask


def _withdrawing(loading: Loading, entry: Entry) -> Act:
    said = entry["withdrawn"]

    def withdraw(session: Session, at: datetime) -> None:
        statement, by = loading.statement(session, entry["key"]), loading.people[said["by"]]
        service.withdraw(session, statement=statement, reason=said["reason"], by=by, at=at)

    return withdraw
