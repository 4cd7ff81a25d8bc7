"""The risk tier gives its reasons, and says unknown where it was given nothing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from statements.reference.procurement import categories, category_of, country_risks
from statements.reference.tables import all_goods_at_risk, countries
from statements.suppliers.risk import Tier, assess_risk


@pytest.mark.parametrize(
    ("category", "nation", "tier"),
    [
        ("Uniforms", "Bangladesh", Tier.HIGH),
        ("53102710", "CN", Tier.HIGH),
        ("Cleaning services", "New Zealand", Tier.HIGH),
        ("Labour hire", "", Tier.HIGH),
        ("Bricks", "Pakistan", Tier.HIGH),
        ("Uniforms", "New Zealand", Tier.MEDIUM),
        ("Uniforms", "", Tier.MEDIUM),
        ("Legal advice", "China", Tier.MEDIUM),
        ("Fruit", "Ecuador", Tier.MEDIUM),
        ("Office furniture", "New Zealand", Tier.MEDIUM),
        ("Legal advice", "NZ", Tier.LOW),
        ("Printing", "", Tier.LOW),
        ("", "North Korea", Tier.MEDIUM),
        ("", "New Zealand", Tier.UNKNOWN),
        ("", "", Tier.UNKNOWN),
        ("sundries", "Atlantis", Tier.UNKNOWN),
    ],
)
def test_tiers(category, nation, tier):
    assert assess_risk(category, nation).tier is tier


def test_a_listed_good_is_named_with_its_country():
    reasons = " ".join(assess_risk("Fish and seafood", "Thailand").reasons)
    assert "Listed from Thailand for forced labour: Fish" in reasons
    assert "Source:" in reasons


def test_what_is_not_known_is_said():
    risk = assess_risk("sundries", "Atlantis")
    assert "“sundries” is not a category we know" in risk.reasons[0]
    assert "“Atlantis” is not a country we know" in risk.reasons[1]
    assert "Ask the supplier what it supplies" in risk.next_step


def test_goods_bought_from_an_importer_keep_their_doubt():
    risk = assess_risk("Laptops", "New Zealand", 2000)
    assert risk.tier is Tier.MEDIUM
    assert "may not be where the goods were made" in risk.reasons[-1]


def test_spend_moves_the_next_step_and_never_the_tier():
    small, large = assess_risk("Cleaning", "NZ", 900), assess_risk("Cleaning", "NZ", 2_500_000)
    assert small.tier is large.tier is Tier.HIGH
    assert (small.leverage, large.leverage) == ("small", "large")
    assert small.next_step != large.next_step
    assert "$2,500,000" in large.reasons[-1]


def test_questions_fit_the_tier_and_the_kind():
    assert any("subcontractors" in question for question in assess_risk("Cleaning", "NZ").questions)
    assert any("materials" in question for question in assess_risk("Uniforms", "India").questions)
    assert assess_risk("Legal advice", "NZ").questions == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("cleaning", "cleaning"),
        ("Solar panels and inverters", "solar"),
        ("IT hardware", "electronics"),
        ("Cyber security consulting", "it-services"),
        ("Security guards", "security"),
        ("Rubber gloves", "medical-supplies"),
        ("53100000", "apparel"),
        ("UNSPSC 5310", "apparel"),
        ("80141600 - Sales and business promotion", "promotional"),
    ],
)
def test_a_category_by_code_or_words(text, code):
    found = category_of(text)
    assert found is not None
    assert found.code == code


@pytest.mark.parametrize("text", ["", "5310", "53", "99999999", "sundries", "Category 4", "中国"])
def test_no_category_is_guessed(text):
    assert category_of(text) is None


def test_the_tables_fit_each_other():
    listed = {good.good for good in all_goods_at_risk()}
    for entry in categories().values():
        assert set(entry.goods) <= listed
        assert entry.risk in ("high", "medium", "low")
        assert entry.kind in ("goods", "services")
        assert entry.reason.endswith(".")
        assert entry.source
    covered = {good for entry in categories().values() for good in entry.goods}
    assert {good.split()[0] for good in listed - covered} == {"Coca", "Khat", "Khat/Miraa", "Pornography"}
    assert set(country_risks()) <= set(countries())


@given(st.text(max_size=30), st.text(max_size=20), st.none() | st.floats(allow_nan=False, allow_infinity=False))
def test_any_line_gets_a_tier_with_reasons(category, nation, spend):
    risk = assess_risk(category, nation, spend)
    assert risk.reasons
    assert risk.next_step
