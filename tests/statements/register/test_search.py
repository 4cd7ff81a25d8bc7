"""The search: what is found, in what order, how it is counted, and that it is never out of step with the database."""

from datetime import date, timedelta

import pytest

from statements.errors import Invalid, NotYet
from statements.events import service as events
from statements.register import index as indexes
from statements.register import indexing, plain_search
from statements.register.search import SearchQuery, Sort, search
from statements.register.snippets import plain
from statements.register.suggestions import suggest
from statements.register.wider import wider
from tests.factories import make_organisation
from tests.published import add_version, assess, give_names, publish, withdraw

BODY = "Our suppliers were visited by our own staff."


@pytest.fixture
def world(session, now):
    """Five statements of four organisations."""
    made = {}
    for name, industry, region, trading in (
        ("Kererū Demonstration Foods Limited", "1111", "waikato", "Kai Mārama"),
        ("Tūī Demonstration Builders Limited", "3011", "auckland", ""),
        ("Ruru Demonstration Council", "7530", "auckland", ""),
        ("Food Stuffs Demonstration Co-operative Limited", "4110", None, ""),
    ):
        short = name.split()[0].lower()
        made[short] = make_organisation(
            session, name=name, at=now, slug=short, industry=industry, region=region, sort_key=name.lower()
        )
        numbers = [("lei", f"X-{short}"), *([("nzbn", "9429000000001")] if trading else [])]
        give_names(session, made[short], trading=[trading] if trading else [], identifiers=numbers)
    publish(session, organisation=made["kererū"], at=now, period_end=date(2025, 3, 31), pages=(BODY,))
    publish(session, organisation=made["kererū"], at=now, pages=("Debt bondage was found and fees were repaid.",))
    publish(session, organisation=made["tūī"], at=now, pages=(BODY, "We read about kereru in the forest."))
    publish(session, organisation=made["ruru"], at=now, pages=("Taamaki Makaurau: workers’ rights.",))
    publish(session, organisation=made["food"], at=now, pages=("Modern slavery in supply chains.",))
    return made


@pytest.fixture
def index(session, world, tmp_path):
    return indexing.rebuild(session, tmp_path / "index")


def found(index, session, text, **options):
    result = search(index, session, SearchQuery(text=text, **options))
    return [hit.statement.number for hit in result.hits]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [5, 4, 3, 2, 1]),
        ("kereru", [2, 1, 3]),
        ("KERERŪ", [2, 1, 3]),
        ("kereruu foods", [2, 1]),
        ("kai marama", [2, 1]),
        ("tāmaki", [4]),
        ("workers' rights", [4]),
        ('"own staff"', [1, 3]),
        ('"staff own"', []),
        ('"modern slavery in supply chains"', [5]),
        ('"slavery modern"', []),
        ('"modern supply"', []),
        ('"found and fees"', [2]),
        ("suppl*", [5, 3, 1]),
        ("debt OR rights", [4, 2]),
        ("kereru AND NOT debt", [1, 3]),
        ("kereru -debt -forest", [1]),
        ("-kereru", [5, 4]),
        ('own "staff', [1, 3]),
        ("foodstuffs", [5]),
        ("food stuffs demonstration cooperative", [5]),
        ("x-ruru", [4]),
        ("xruru", [4]),
        ("NZBN: 9429 0000-00001", [2, 1]),
        ("tūī 9429000000001", []),
        ("kererū 9429000000001", [2, 1]),
        ("demonstrtion buildres", [3]),
        ("kerreru", [2, 1]),
    ],
)
def test_what_is_found(index, session, text, expected) -> None:
    assert found(index, session, text) == expected


def test_a_name_that_matches_nothing_shows_names_like_it(index, session) -> None:
    result = search(index, session, SearchQuery(text="foodstufs demonstation"))
    assert [hit.statement.number for hit in result.hits] == [5]
    assert search(index, session, SearchQuery(text="zzzz qqqq")).total == 0


@pytest.mark.parametrize(
    ("text", "filters", "expected"),
    [
        ("debt bondege", {}, [("spelling", "debt bondage", 1), ("any word", "debt OR bondege", 1)]),
        ("kerreru", {}, [("spelling", "kereru", 3)]),
        ("rihgts", {"region": ["waikato"]}, [("no filters", "rights", 1)]),
        (
            "debt",
            {"region": ["waikato"], "year": ["2025"]},
            [("one filter less", "debt", 1), ("no filters", "debt", 1)],
        ),
        ("debt", {}, []),
    ],
)
def test_a_search_that_finds_little_offers_others_that_find(index, session, text, filters, expected) -> None:
    asked = SearchQuery(text=text, filters=filters)
    offered = wider(index, session, asked, total=search(index, session, asked).total)
    assert [(each.change, each.query.text, each.total) for each in offered] == expected


def test_names_that_begin_as_typed_are_suggested_first(index) -> None:
    assert [name.split()[0] for name in suggest(index, "foo")] == ["Food", "Kererū"]
    assert [name.split()[0] for name in suggest(index, "kai m")] == ["Kererū"]


def test_order_paging_and_ties(index, session) -> None:
    assert found(index, session, "", sort=Sort.NAME) == [5, 2, 1, 4, 3]
    assert found(index, session, "demonstration", sort=Sort.NEWEST) == [5, 4, 3, 2, 1]
    whole = found(index, session, "demonstration")
    assert sorted(whole) == [1, 2, 3, 4, 5]
    assert [found(index, session, "demonstration", limit=2, offset=start) for start in (0, 2, 4)] == [
        whole[:2],
        whole[2:4],
        whole[4:],
    ]


def test_far_down_the_order_by_name_is_the_same(index, session, monkeypatch, now, world) -> None:
    asked = {"sort": Sort.NAME, "limit": 2}
    near = [found(index, session, "demonstration -debt", offset=offset, **asked) for offset in range(5)]
    monkeypatch.setattr("statements.register.search.FAR_DOWN", -1)
    assert [found(index, session, "demonstration -debt", offset=offset, **asked) for offset in range(5)] == near
    publish(session, organisation=world["food"], at=now + timedelta(days=1), period_end=date(2027, 3, 31))
    indexing.catch_up(session, index, seconds=5)
    assert found(index, session, "", sort=Sort.NAME) == [6, 5, 2, 1, 4, 3]


def test_counts_hold_under_the_other_filters(index, session) -> None:
    result = search(index, session, SearchQuery(filters={"region": ["auckland"]}))
    assert result.total == 2
    assert result.facets["region"] == {"auckland": 2, "waikato": 2, "unknown": 1}
    assert result.facets["sector"] == {"E": 1, "O": 1}
    assert result.facets["year"] == {"2026": 2}
    both = search(index, session, SearchQuery(filters={"region": ["auckland", "waikato"], "year": ["2025"]}))
    assert (both.total, both.facets["year"]) == (1, {"2026": 3, "2025": 1})


def test_answers_and_findings_filter_and_count(session, world, now, tmp_path) -> None:
    held = {"policies_held": ["no_child_labour", "living_wage"], "training_given": True, "risk_countries": ["NZ", "TH"]}
    asked = publish(session, organisation=world["ruru"], at=now, period_end=date(2024, 6, 30), answers=held)
    publish(
        session, organisation=world["ruru"], at=now, period_end=date(2023, 6, 30), answers={"training_given": False}
    )
    assess(session, statement=asked, at=now, released_at=now, levels={"C04": 2})
    names = (
        "answer_policies_held",
        "answer_training_given",
        "answer_risk_countries",
        "level_c04",
        "gate_g1",
        "industry",
    )
    filters = {"answer_policies_held": ["living_wage"], "level_c04": ["2"]}
    for index in (indexing.rebuild(session, tmp_path / "index"), None):
        every = search(index, session, SearchQuery(facets=names)).facets
        assert every["answer_policies_held"] == {"no_child_labour": 1, "living_wage": 1, "unknown": 6}
        assert every["answer_training_given"] == {"yes": 1, "no": 1, "unknown": 5}
        assert every["answer_risk_countries"] == {"NZ": 1, "TH": 1, "unknown": 6}
        assert (every["level_c04"], every["gate_g1"]) == ({"2": 1, "unknown": 6}, {"met": 1, "unknown": 6})
        assert every["industry"]["11"] == every["industry"]["1111"] == 2
        assert found(index, session, "", filters=filters) == [asked.number]


def test_of_equal_finds_the_fresher_comes_first(index, session) -> None:
    assert found(index, session, '"kererū demonstration foods"') == [2, 1]
    assert found(index, session, "kere*") == [2, 1, 3]


def test_snippets_show_the_found_words_as_written(index, session) -> None:
    result = search(index, session, SearchQuery(text="tamaki rights"))
    assert result.hits[0].snippet == (
        ("Taamaki", True),
        (" Makaurau: workers’ ", False),
        ("rights", True),
        (".", False),
    )
    assert plain(search(index, session, SearchQuery(text="debt")).hits[0].snippet).startswith("Debt bondage")
    phrase = search(index, session, SearchQuery(text='"and fees were"')).hits[0].snippet
    assert [text for text, is_found in phrase if is_found] == ["and fees were"]


def test_a_typed_statement_shows_what_was_written_never_a_run_of_labels(session, now, tmp_path) -> None:
    typed = {
        "structure_description": "We grow kiwifruit",
        "supply_chain_description": "We buy crates from two makers",
        "structure_disclosed": ["legal_form", "workforce"],
    }
    organisation = make_organisation(session, name="Typed Demonstration Limited", at=now, slug="typed")
    publish(session, organisation=organisation, at=now, pages=(), answers=typed)
    index = indexing.rebuild(session, tmp_path / "typed")
    shown = {text: plain(search(index, session, SearchQuery(text=text)).hits[0].snippet) for text in ("", "crates")}
    assert shown == {"": "We grow kiwifruit", "crates": "We buy crates from two makers"}
    chosen = plain(search(index, session, SearchQuery(text="ownership")).hits[0].snippet)
    assert chosen == "Legal form and ownership"


def test_the_index_follows_every_change(index, session, now, world) -> None:
    later = now + timedelta(days=1)
    made = publish(session, organisation=world["tūī"], at=later, period_end=date(2024, 3, 31), pages=("Brand new.",))
    assert found(index, session, "brand") == []
    assert indexing.catch_up(session, index, seconds=5)
    assert found(index, session, "brand") == [made.number]
    add_version(session, statement=made, at=later, pages=("Corrected words.",))
    assess(session, statement=made, at=later, level=2, released_at=later)
    world["tūī"].name = "Mohua Demonstration Builders Limited"
    events.record(session, kind="organisation.renamed", subject=world["tūī"], by=None, at=later)
    assert indexing.catch_up(session, index, seconds=5)
    assert found(index, session, "brand") == []
    assert found(index, session, "corrected") == [made.number]
    assert found(index, session, "mohua") == [3, made.number]
    assert found(index, session, "", filters={"commit": ["upper"]}) == [made.number]
    withdraw(session, statement=made, at=later, reason="Wrong")
    assert indexing.catch_up(session, index, seconds=5)
    assert found(index, session, "corrected") == [made.number]
    assert found(index, session, "", filters={"commit": ["upper"]}) == []


def test_an_index_kept_up_answers_as_one_built_afresh(index, session, now, world, tmp_path) -> None:
    for year in (2021, 2022, 2023):
        publish(session, organisation=world["ruru"], at=now, period_end=date(year, 6, 30), pages=(BODY,))
        indexing.catch_up(session, index, seconds=5)
    afresh = indexing.rebuild(session, tmp_path / "afresh")
    for text in ("", "staff", "kereru", "-kereru", "demonstration"):
        asked = SearchQuery(text=text, facets=("year", "sector", "region", "size", "kind", "commit"))
        kept, built = search(index, session, asked), search(afresh, session, asked)
        assert (kept.total, kept.facets) == (built.total, built.facets)
    assert found(index, session, "") == found(afresh, session, "")


def test_an_index_that_is_missing_damaged_or_of_another_database_is_not_used(index, session, tmp_path, now) -> None:
    folder = tmp_path / "index"
    assert indexes.open_index(session, tmp_path / "nowhere") is None
    assert indexes.open_index(session, folder) is not None
    state = (folder / "state.json").read_text()
    for wrong in (
        "{",
        "[]",
        state.replace('"mark": "', '"mark": "another '),
        state.replace('"format": ', '"format": 9'),
    ):
        (folder / "state.json").write_text(wrong)
        assert indexes.open_index(session, folder) is None
    (folder / "state.json").write_text(state)
    for each in folder.glob("built-*/*"):
        # A new file: one that an open index has mapped must not shrink under it.
        each.unlink()
        each.write_bytes(b"damaged")
    assert indexes.open_index(session, folder) is None


def test_without_an_index_names_and_filters_still_answer(session, world) -> None:
    result = search(None, session, SearchQuery(text="kereru", filters={"year": ["2026"]}))
    assert ([hit.statement.number for hit in result.hits], result.names_only) == ([2], True)
    assert result.facets["year"] == {"2026": 1, "2025": 1}
    assert found(None, session, "", filters={"commit": ["upper"]}) == []
    assert found(None, session, "demonstration -kereru (ruru OR fo*)", sort=Sort.NAME) == [5, 4]


def test_without_an_index_a_large_register_is_looked_through_as_far_as_time_goes(session, world, monkeypatch) -> None:
    monkeypatch.setattr(plain_search, "BATCH", 2)
    monkeypatch.setattr(plain_search.find, "__kwdefaults__", {"seconds": 0.0})
    result = search(None, session, SearchQuery(text="demonstration"), may_stop=True)
    assert (result.total, result.through) == (2, 2)
    assert [hit.statement.number for hit in result.hits] == [5, 4]
    with pytest.raises(NotYet, match="being built"):
        search(None, session, SearchQuery())


def test_a_text_that_is_too_long_is_refused_with_a_reason(index, session) -> None:
    with pytest.raises(Invalid, match="at most 500"):
        search(index, session, SearchQuery(text="a" * 501))
    with pytest.raises(Invalid, match="at most 60"):
        search(index, session, SearchQuery(text="( " * 61))
