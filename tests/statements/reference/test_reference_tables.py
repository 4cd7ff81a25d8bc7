"""The code lists hold what their sources hold, once, with their macrons."""

import csv
import tomllib
from collections import Counter
from datetime import date, timedelta
from pathlib import Path

import pytest

from statements.errors import NotFound
from statements.reference import tables

FOLDER = Path(tables.__file__).parent


def rows_of(path):
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_every_table_has_a_source_and_its_row_count():
    sources = tomllib.loads((FOLDER / "sources.toml").read_text(encoding="utf-8"))
    assert set(sources) == {path.name for path in FOLDER.glob("*.csv")}
    for name, source in sources.items():
        assert {"title", "publisher", "edition", "licence", "note"} <= set(source)
        assert len(rows_of(FOLDER / name)) == source["rows"], name


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.csv")), ids=lambda path: path.name)
def test_every_row_is_there_once_and_clean(path):
    rows = rows_of(path)
    keys = Counter((row["good"], row["country"]) if "good" in row else next(iter(row.values())) for row in rows)
    assert [key for key, count in keys.items() if count > 1] == []
    assert all(value == value.strip() and "\ufffd" not in value for row in rows for value in row.values())


def test_industries_count_as_published():
    levels = Counter(entry.level for entry in tables.industries().values())
    assert levels == {"division": 19, "subdivision": 86, "group": 214, "class": 506}
    assert "".join(entry.code for entry in tables.divisions()) == "ABCDEFGHIJKLMNOPQRS"
    parents = {"subdivision": "division", "group": "subdivision", "class": "group"}
    for entry in tables.industries().values():
        if entry.level != "division":
            assert tables.industries()[entry.parent].level == parents[entry.level]


@pytest.mark.parametrize(("code", "division"), [("A", "A"), ("01", "A"), ("0111", "A"), ("A0111", "A"), ("199", "A")])
def test_division_of_any_level(code, division):
    assert tables.division_of(code).code == division


def test_division_of_a_code_that_is_none():
    with pytest.raises(NotFound, match="9999"):
        tables.division_of("9999")


def test_countries_are_249_and_kosovo():
    assert len(tables.countries()) == 250
    assert len({entry.alpha3 for entry in tables.countries().values()}) == 250


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UK", "GB"),
        ("u.k.", "GB"),
        ("Viet Nam", "VN"),
        ("VIETNAM", "VN"),
        ("Aotearoa", "NZ"),
        ("nz", "NZ"),
        ("NZL", "NZ"),
        ("Cote d’Ivoire", "CI"),
        ("Turkey", "TR"),
        ("The Gambia", "GM"),
        ("Trinidad & Tobago", "TT"),
        (" Korea, Republic of ", "KR"),
        ("Burma", "MM"),
        ("St Lucia", "LC"),
    ],
)
def test_a_country_by_code_name_or_alias(text, code):
    found = tables.country(text)
    assert found is not None
    assert found.alpha2 == code


@pytest.mark.parametrize("text", ["", "   ", "Atlantis", "中国", "various"])
def test_no_country_is_guessed(text):
    assert tables.country(text) is None


def test_no_spelling_stands_for_two_countries():
    seen = {}
    for entry in tables.countries().values():
        for text in (entry.alpha2, entry.alpha3, entry.name, *entry.aliases):
            key = tables._country_key(text)
            assert seen.setdefault(key, entry.alpha2) == entry.alpha2, text


def test_regions_are_sixteen_and_two_others():
    codes = list(tables.regions())
    assert len([entry for entry in tables.regions().values() if entry.iso]) == 16
    assert codes[-2:] == ["outside-regions", "overseas"]
    assert tables.regions()["manawatu-whanganui"].name == "Manawatū-Whanganui"
    assert tables.regions()["auckland"].te_reo_name == "Tāmaki Makaurau"


def test_goods_at_risk_count_as_published():
    goods = tables.all_goods_at_risk()
    assert len(goods) == 467
    assert sum(good.child_labour for good in goods) == 414
    assert sum(good.forced_labour for good in goods) == 121
    assert sum(good.forced_child_labour for good in goods) == 54
    assert sum(good.derived for good in goods) == 10
    assert {good.country for good in goods} <= set(tables.countries())


def test_goods_of_one_country_under_any_name():
    assert len(tables.goods_at_risk("India")) == 26
    assert tables.goods_at_risk("Viet Nam") == tables.goods_at_risk("VN") != ()
    assert tables.goods_at_risk("New Zealand") == () == tables.goods_at_risk("Atlantis")


def test_public_bodies_keep_their_macrons_and_have_known_kinds():
    bodies = tables.public_bodies()
    assert len(bodies) == 256
    assert bodies["mbie"].other_names == ("Hīkina Whakatutuki",)
    assert bodies["kainga-ora"].name == "Kāinga Ora – Homes and Communities"
    assert {body.organisation_kind for body in bodies.values()} - {""} <= set(tables.organisation_kinds())
    assert {body.part_of for body in bodies.values()} - {""} <= set(bodies)
    assert "state-owned-enterprise" in {body.kind for body in bodies.values()}


def test_revenue_bands_join_without_gap():
    bands = list(tables.revenue_bands().values())
    assert bands[0].from_nzd == 0
    assert bands[-1].below_nzd is None
    assert [band.below_nzd for band in bands[:-1]] == [band.from_nzd for band in bands[1:]]
    assert tables.revenue_band(99_999_999.99).code == "50m-to-100m"
    assert tables.revenue_band(100_000_000).code == "100m-to-250m"
    assert tables.revenue_band(-5).code == "under-20m"


def test_there_are_eleven_indicators():
    assert len(tables.ilo_indicators()) == 11


@pytest.mark.parametrize("year", range(2023, 2031))
def test_the_holidays_of_a_year(year):
    days = {day: name for day, name in tables.non_working_days().items() if day.year == year}
    for name, weekday in {"Good Friday": 4, "Easter Monday": 0, "King's Birthday": 0, "Labour Day": 0}.items():
        assert [day.weekday() for day, found in days.items() if found == name] == [weekday]
    matariki = [day for day, name in days.items() if "Matariki" in name]
    assert [day.weekday() for day in matariki] == [4]
    for month, number in ((1, 1), (2, 6), (4, 25), (12, 25)):
        assert date(year, month, number) in days
    start = date(year, 12, 25)
    assert all(day in days or day.weekday() > 4 for day in (start + timedelta(days=n) for n in range(7)))


def test_a_holiday_on_a_weekend_moves_to_a_monday_or_tuesday():
    days = tables.non_working_days()
    assert days[date(2027, 2, 8)] == "Waitangi Day (observed)"
    assert days[date(2026, 4, 27)] == "Anzac Day (observed)"
    assert days[date(2028, 1, 4)] == "Day after New Year's Day (observed)"


@pytest.mark.real
def test_codes_and_titles_equal_the_sources(real_data):
    ours = {(entry.code, entry.level, entry.title, entry.parent) for entry in tables.industries().values()}
    source = rows_of(real_data / "reference" / "anzsic06_all_levels.csv")
    assert ours == {(row["code"], row["level"], row["title"], row["parent"]) for row in source}
    bodies = {row["agency_id"] for row in rows_of(real_data / "reference" / "nz_public_bodies_256.csv")}
    assert bodies == set(tables.public_bodies())
