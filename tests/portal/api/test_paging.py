"""A cursor of the API holds its place while statements come, are corrected and go."""

from datetime import date, timedelta

import pytest

from statements.register.paging import first_after
from tests.factories import make_organisation
from tests.published import add_version, publish, withdraw

SORTS = ("newest", "published", "name", "relevance")


@pytest.fixture
def shelf(session, now):
    """Twelve statements of four organisations over three years, in no order; every one says "visited"."""
    made = []
    for at in range(12):
        name = f"{'DBCA'[at % 4]} Foods Limited"
        one = made[at % 4].organisation if at >= 4 else make_organisation(session, name=name, at=now)
        end = date(2022 + at // 4, 3, 31)
        told = {"period_end": end, "pages": ("We visited farms. " * (at + 1),)}
        made.append(publish(session, organisation=one, at=now + timedelta(minutes=at * 7 % 5), **told))
    session.commit()
    return made


def walk(client, address, between=lambda turn: None):
    """Every number that the list tells, in order, with something done between two parts."""
    seen, turn = [], 0
    while address:
        answer = client.get(address)
        assert answer.status_code == 200
        seen += [each["id"] for each in answer.get_json()["results"]]
        link = answer.headers.get("Link", "")
        address = link.split(">")[0].split("8000")[-1] if link else ""
        turn += 1
        between(turn)
    return seen


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("limit", [1, 5])
def test_everything_is_told_once(client, shelf, sort, limit) -> None:
    whole = walk(client, f"/api/v1/statements?q=visited&limit=100&sort={sort}")
    assert sorted(whole) == list(range(1, 13))
    assert walk(client, f"/api/v1/statements?q=visited&limit={limit}&sort={sort}") == whole


@pytest.mark.parametrize("sort", SORTS)
def test_nothing_is_lost_or_told_twice_while_the_register_changes(client, session, now, shelf, sort) -> None:
    late = now + timedelta(days=1)

    def change(turn: int) -> None:
        """Above what was told: one more, one corrected, one that leaves the list."""
        first = seen_first[0]
        if turn == 1:
            organisation = make_organisation(session, name="A A Foods Limited", at=now)
            publish(session, organisation=organisation, at=late, period_end=date(2027, 3, 31), pages=("visited " * 90,))
        elif turn == 2:
            corrected = next(each for each in shelf if each.number == first)
            add_version(session, statement=corrected, at=late, pages=("visited " * 80,))
        elif turn == 3:
            withdraw(session, statement=next(each for each in shelf if each.number == first), at=late, reason="Wrong.")
        session.commit()

    before = walk(client, f"/api/v1/statements?q=visited&status=published&limit=100&sort={sort}")
    seen_first = before[:1]
    seen = walk(client, f"/api/v1/statements?q=visited&status=published&limit=3&sort={sort}", change)
    assert [each for each in seen if each <= 12] == before


def test_cursors_of_every_kind_are_taken_and_others_refused(client, shelf) -> None:
    by_name = walk(client, "/api/v1/statements?limit=100&sort=name")
    whole = walk(client, "/api/v1/statements?limit=100")
    for cursor, told in (
        ("after-10", whole[10:]),
        ("newest-0-0-0", []),
        ("newest-9999999999-9999999999-999999", whole),
        ("name--0-0-3", by_name),
        ("name-ff-1-1-999999", []),
        ("relevance-77-11", whole[11:]),
    ):
        assert walk(client, f"/api/v1/statements?limit=100&cursor={cursor}") == told, cursor
    for wrong in ("zz", "newest-1", "name-f-1-1-1", "after-", "after-1234567", "score-1-1-1"):
        answer = client.get(f"/api/v1/statements?cursor={wrong}")
        assert (answer.status_code, answer.get_json()["error"]["problems"][0]["field"]) == (422, "cursor")


@pytest.mark.parametrize("guess", [0, 1, 6, 7, 8, 40, 99])
def test_the_place_is_found_from_any_guess(guess) -> None:
    for true in (0, 1, 7, 40, 41):
        assert first_after(lambda place, true=true: place >= true, guess) == true
