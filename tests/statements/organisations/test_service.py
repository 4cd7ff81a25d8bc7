"""Organisations come in once, keep their history when renamed, and are found whatever the spelling."""

from datetime import date

import pytest
from sqlalchemy import select

from statements.errors import Conflict, Invalid
from statements.events import service as events
from statements.organisations import groups, service
from statements.organisations.models import NameKind, OrganisationName

NZBN = "9429000000017"


def add(session, now, name="Te Ārai Demonstration Limited", **values):
    return service.add(session, name=name, kind=values.pop("kind", "company"), at=now, by=None, **values)


def test_an_organisation_is_added_with_names_numbers_and_an_event(session, now) -> None:
    added = add(session, now, identifiers=[("nzbn", NZBN[:4] + " " + NZBN[4:])], other_names=[("Arai", "trading")])
    assert (added.slug, added.identifiers[0].value) == ("te-arai-demonstration-limited", NZBN)
    assert {(each.name, each.kind) for each in added.names} == {(added.name, "legal"), ("Arai", "trading")}
    (event,) = events.history(session, subject=added, public_only=True)
    assert event.kind == "organisation.added"
    assert event.after["identifiers"] == [["nzbn", NZBN]]
    assert service.by_slug(session, added.slug) is service.by_identifier(session, "nzbn", NZBN) is added


def test_the_same_name_gets_another_address(session, now) -> None:
    slugs = [add(session, now, name="Acme").slug for _ in range(3)]
    assert slugs == ["acme", "acme-2", "acme-3"]


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": "  "}, "name"),
        ({"name": "x" * 501}, "name"),
        ({"kind": "spaceship"}, "kind"),
        ({"industry": "ZZ"}, "industry"),
        ({"region": "atlantis"}, "region"),
        ({"identifiers": [("nzbn", "9429000000018")]}, "nzbn"),
    ],
)
def test_what_is_wrong_is_named(session, now, values, field) -> None:
    with pytest.raises(Invalid) as caught:
        add(session, now, **values)
    assert [problem.field for problem in caught.value.problems] == [field]


def test_a_number_belongs_to_one_organisation(session, now) -> None:
    add(session, now, identifiers=[("nzbn", NZBN)])
    with pytest.raises(Conflict, match="belongs to Te Ārai"):
        add(session, now, name="Another", identifiers=[("nzbn", NZBN)])


def test_a_renamed_organisation_stays_itself(session, now) -> None:
    organisation = add(session, now, name="Old Name Limited")
    slug = organisation.slug
    for name in ("New Name Limited", "Old Name Limited", "New Name Limited"):
        service.rename(session, organisation=organisation, name=name, by=None, at=now, on=date(2026, 4, 1))
    session.expire_all()
    assert organisation.slug == slug
    assert {(each.name, each.kind) for each in organisation.names} == {
        ("New Name Limited", NameKind.LEGAL),
        ("Old Name Limited", NameKind.FORMER),
        ("New Name Limited", NameKind.FORMER),
    }
    assert service.find(session, "old name") == [organisation]
    kinds = [event.kind for event in events.history(session, subject=organisation)]
    assert kinds == ["organisation.added"] + ["organisation.renamed"] * 3


@pytest.mark.parametrize(
    "typed",
    [
        "te arai",
        "TE ĀRAI",
        "Te Aarai demonstration",
        "demonstr",
        "ārai ltd",
        " 9429 0000-00017 ",
        "coffee & tea",
        "arai te",
    ],
)
def test_it_is_found_by_what_people_type(session, now, typed) -> None:
    wanted = add(session, now, identifiers=[("nzbn", NZBN)], other_names=[("Coffee and Tea", NameKind.TRADING)])
    add(session, now, name="Somebody Else Limited")
    assert service.find(session, typed) == [wanted]


@pytest.mark.parametrize("typed", ["", "   ", "%", "_", "no such words", "'", "9429000000024"])
def test_what_nobody_is_called_finds_nothing(session, now, typed) -> None:
    add(session, now, identifiers=[("nzbn", NZBN)])
    assert service.find(session, typed) == []


def test_the_very_name_comes_first_and_the_limit_holds(session, now) -> None:
    for name in ("Big Acme", "Acme Holdings", "Acme"):
        add(session, now, name=name)
    assert [each.name for each in service.find(session, "acme")] == ["Acme", "Acme Holdings", "Big Acme"]
    assert len(service.find(session, "acme", limit=2)) == 2


def test_details_names_and_numbers_change_with_their_events(session, now) -> None:
    organisation = add(session, now)
    service.describe(session, organisation=organisation, by=None, at=now, region=None, kind="trust")
    service.describe(session, organisation=organisation, by=None, at=now, kind="trust")
    service.add_name(session, organisation=organisation, name="Corner Dairy", by=None, at=now)
    service.add_name(session, organisation=organisation, name="Corner Dairy", by=None, at=now)
    for _ in range(2):
        service.add_identifier(session, organisation=organisation, scheme="nzbn", value=NZBN, by=None, at=now)
    history = events.history(session, subject=organisation)[1:]
    verbs = [event.kind.partition(".")[2] for event in history]
    assert verbs == ["described", "name_added", "identifier_added"]
    assert (history[0].before, history[0].after) == ({"kind": "company"}, {"kind": "trust"})
    assert session.scalar(select(OrganisationName.folded).where(OrganisationName.kind == "trading")) == "corner dairy"


def test_groups_are_trees(session, now) -> None:
    head = add(session, now, name="Head")
    middle = add(session, now, name="Middle", parent_id=head.id)
    leaf = add(session, now, name="Leaf")
    groups.set_parent(session, organisation=leaf, parent=middle, by=None, at=now)
    assert groups.head(session, leaf) is head
    assert list(groups.children(session, head)) == [middle]
    assert groups.below(session, head) == [leaf, middle]
    with pytest.raises(Conflict):
        groups.set_parent(session, organisation=head, parent=leaf, by=None, at=now)
    groups.set_parent(session, organisation=leaf, parent=None, by=None, at=now)
    assert groups.below(session, head) == [middle]
