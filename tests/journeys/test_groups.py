"""A group's statement, a year later: last year's list is offered, what changed is told, and nothing is forbidden."""

import re
from datetime import date, timedelta

from portal.filing.group_tree import SMALL
from statements.filing import service as filing
from statements.moderation import succession
from statements.organisations import groups, statuses
from statements.organisations import service as organisations
from statements.people.models import Role
from tests.factories import make_member
from tests.filing_book import nzbn
from tests.filing_world import make_filing_world, make_ready, submit_ready
from tests.signed_in import signed_in


def text_of(response):
    return response.get_data(as_text=True)


def test_last_years_list_is_ticked_without_those_who_left(app, session, now) -> None:
    world = make_filing_world(session, at=now)
    lead, by = world.organisation, world.filer.id

    def add(name, parent=lead):
        given = {"name": name, "kind": "company", "at": now, "by": None}
        return organisations.add(session, **given, parent_id=parent.id if parent else None)

    stays, leaves = add("Stays Limited"), add("Leaves Limited")
    buyer = add("Buyer Limited", None)
    filing.save(session, draft=make_ready(session, world, at=now), by=by, at=now, covers=[stays.id, leaves.id])
    submit_ready(session, world, at=now)
    later = now + timedelta(hours=1)
    groups.set_parent(session, organisation=leaves, parent=buyer, by=None, at=later)
    organisations.rename(
        session, organisation=stays, name="Stays and Grows Limited", by=None, at=later, on=later.date()
    )
    given = {"organisation": lead, "profile": "nz-bill-2026", "by": by, "at": now}
    number = filing.start(session, period_start=date(2024, 4, 1), period_end=date(2025, 3, 31), **given).number
    older = f"/filing/{number}/covers"
    world.statement.period_start, world.statement.period_end = date(2023, 4, 1), date(2024, 3, 31)
    client = signed_in(app, session, world.filer)

    page = text_of(client.get(older))
    assert "covered 2 other organisations" in page and "Left your group since: Leaves Limited" in " ".join(page.split())
    ticked = text_of(client.post(older, data={"csrf_token": client.token(older), "then": "last"}))
    assert f'value="{stays.id}" checked' in ticked and str(leaves.id) not in ticked
    assert "was called Stays Limited until" in ticked
    given = {"csrf_token": client.token(older), "covers": [str(stays.id), str(leaves.id)], "then": "on"}
    assert client.post(older, data=given).status_code == 303
    check = text_of(client.get(f"/filing/{number}/check"))
    assert "2 things worth a look" in check and "has left your group since" in check


def test_a_large_group_folds_into_its_branches_and_each_is_ticked_at_once(app, session, now) -> None:
    world = make_filing_world(session, at=now)
    lead = world.organisation
    given = {"kind": "company", "at": now, "by": None}
    heads = [organisations.add(session, name=f"{name} Limited", parent_id=lead.id, **given) for name in ("Awa", "Iti")]
    for n in range(SMALL):
        organisations.add(session, name=f"Below {n:02} Limited", parent_id=heads[0].id, **given)
    statuses.note(
        session, organisation=heads[0], status="dissolved", since=now.date(), source="x", by=world.filer.id, at=now
    )
    client, path = signed_in(app, session, world.filer), "/filing/1/covers"
    page = text_of(client.get(path))
    first, second = re.findall(r"<summary>(.*?)</summary>", page, re.S)[-2:]
    assert "Awa Limited and those below it" in first and "0 of 21 ticked" in first and "1 to look at" in first
    assert "Iti Limited" in second and "stands no longer" in page and page.count("<details") == 2
    send = {"csrf_token": client.token(path), "then": f"part-{heads[0].id}"}
    page = text_of(client.post(path, data=send))
    assert "21 of 21 ticked" in page and "21 other organisations ticked" in page
    ticked = re.findall(r'value="([\w-]+)" checked', page)
    page = text_of(client.post(path, data={**send, "covers": ticked}))
    assert "0 of 21 ticked" in page and "Untick the whole group" not in page


def test_pasted_columns_find_what_was_merged_and_what_stands_beside_its_number(app, session, now) -> None:
    world = make_filing_world(session, at=now)
    officer = make_member(session, name="Olive Officer", organisation=None, role=Role.OFFICER, at=now)
    given = {"kind": "company", "at": now, "by": None}
    gone, into, other = (
        organisations.add(session, name=f"Totara {n} Limited", **given) for n in ("One", "Two", "Three")
    )
    organisations.add_identifier(session, organisation=other, scheme="nzbn", value=nzbn(21), by=None, at=now)
    succession.merge(session, organisation=gone, into=into, reason="Register", by=officer.id, at=now)
    client, path = signed_in(app, session, world.filer), "/filing/1/covers"
    lines = f"Totara One Limited\nTotara Three Ltd\t{nzbn(21)}\n9.42904E+12"
    answer = client.post(path, data={"csrf_token": client.token(path), "then": "find", "lines": lines})
    page = text_of(answer)
    assert re.findall(r'value="([\w-]+)" checked', page) == [str(other.id), str(into.id)]
    assert "Not found: “9.42904E+12”" in page and "A spreadsheet shortened some NZBNs" in page
