"""The library of reasons, and what changed between two versions."""

import pytest

from statements.errors import Invalid, NotFound
from statements.events import service as events
from statements.filing.models import Coverage, VersionState
from statements.moderation import changes, desk, reasons, service
from statements.moderation.models import FindingState
from statements.people.models import Role
from tests.factories import make_member, make_organisation
from tests.statements.moderation.world import PAGES, assessed, make_officer, make_version, submitted

NEW = "After that we trained every one of our 22 truck drivers in June 2025."


@pytest.fixture
def officer(session, now):
    return make_officer(session, now)


def test_the_library_is_filled_once_changed_and_keeps_its_history(session, now, officer) -> None:
    given = {"by": officer.id, "at": now}
    count = reasons.fill(session, **given)
    assert count == len(reasons.library(session)) > 10 and reasons.fill(session, **given) == 0
    reason = next(each for each in reasons.library(session) if each.criterion == "G3")
    old = reason.text
    reasons.change(session, reason=reason, title=reason.title, text="Sign it, please.", seen=1, **given)
    with pytest.raises(Invalid, match="Another officer"):
        reasons.change(session, reason=reason, title=reason.title, text="Mine.", seen=1, **given)
    changed = events.history(session, subject=reason)[-1]
    assert changed.before == {"text": old} and changed.after == {"text": "Sign it, please."}
    reasons.retire(session, reason=reason, **given)
    assert reason not in reasons.library(session) and reason in reasons.library(session, retired_too=True)
    reasons.retire(session, reason=reason, **given)
    assert reason in reasons.library(session)
    for wrong in ({"title": "", "text": "Words"}, {"title": "Name", "text": " "}):
        with pytest.raises(Invalid):
            reasons.add(session, criterion="", **wrong, **given)
    stranger = make_member(session, name="Operator", organisation=None, role=Role.OPERATOR, at=now)
    with pytest.raises(NotFound):
        reasons.add(session, title="Name", text="Words", criterion="", by=stranger.id, at=now)


def test_points_join_the_librarys_words_with_the_officers_own(session, now, officer) -> None:
    given = {"by": officer.id, "at": now}
    whole = reasons.add(session, title="Wrong", text="Wrong file.", criterion="", **given)
    signed = reasons.add(session, title="Unsigned", text="Sign it.", criterion="G3", **given)
    picked = [str(signed.id), str(whole.id), "no such wording"]
    reason, points = reasons.points_of(session, picked=picked, typed={"G3": " On page 2. ", "C01": "", "C05": "Where?"})
    assert reason == "Wrong file."
    assert points == [
        {"criterion": "G3", "text": "Sign it.\n\nOn page 2.", "reasons": [f"{signed.id}@1"]},
        {"criterion": "C05", "text": "Where?", "reasons": []},
    ]


def test_only_what_changed_is_shown_and_the_rest_is_decided_as_before(session, now, officer) -> None:
    given = {"by": officer.id, "at": now}
    first = submitted(session, at=now, answers={"training_given": False})
    record = assessed(session, first, now)
    assert changes.changes_of(session, first) is None and changes.keep_decisions(session, version=first, **given) == 0
    rows = {each.criterion: each for each in record.findings}
    service.decide_finding(session, finding=rows["C01"], level=0, reason="Nothing of it.", **given)
    service.decide_finding(session, finding=rows["C12"], level=1, reason="No share is told.", **given)
    service.decide_finding(session, finding=rows["C11"], level=0, reason="A plan.", **given)
    service.return_to_filer(session, version=first, reason="Please mend.", points=[], **given)
    assert first.state == VersionState.RETURNED
    second = make_version(
        session,
        statement=first.statement,
        at=now,
        pages=[PAGES[0], f"{PAGES[1]} {NEW}"],
        answers={"training_given": True},
    )
    newcomer = make_organisation(session, name="Newcomer Limited", at=now)
    session.add(Coverage(version_id=second.id, organisation_id=newcomer.id))
    session.flush()
    session.refresh(second, ["coverage"])
    session.refresh(first.statement, ["versions"])
    assessed(session, second, now)
    found = changes.changes_of(session, second)
    assert found.earlier is first and [each.text for each in found.text_new] == [NEW] and not found.text_gone
    assert (found.covers, found.covers_new, found.covers_gone) == ((1, 2), ("Newcomer Limited",), ())
    (answer,) = found.answers
    assert (answer.before, answer.after) == (("No",), ("Yes",))
    (finding,) = found.findings
    assert finding.criterion == "C12" and finding.decided_as == 1 and finding.lost == () and len(finding.gained) == 1
    assert set(found.kept) == {"C01", "C11"} and "C06" in found.same and "C12" not in found.same
    assert changes.keep_decisions(session, version=second, **given) == 2
    again = desk.reading_of(session, second).rows
    assert again["C11"].level == 0 and again["C11"].reason == "A plan." and again["C11"].state == FindingState.CHANGED
    assert again["C01"].state == FindingState.CONFIRMED and again["C12"].state == FindingState.OPEN
    assert changes.keep_decisions(session, version=second, **given) == 0
