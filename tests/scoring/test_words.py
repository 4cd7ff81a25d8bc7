"""Status, specificity, cues, copies and readability: what is read from the words of one sentence."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring import Facts, Page, Status, assess, load_rubric, normalised
from scoring.cues import found
from scoring.languages import foreign
from scoring.readable import note_on_language, why_not_readable
from scoring.specificity import kinds, marks
from scoring.status import status_of, statuses
from scoring.text import folded


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("We trained 85 supervisors in March.", Status.DONE),
        ("All suppliers must sign our code.", Status.DONE),
        ("Contracts will be terminated where slavery is found.", Status.DONE),
        ("We do not tolerate slavery in any form.", Status.DONE),
        ("If a supplier does not comply, we end the contract.", Status.DONE),
        ("We ensure that no child labour is used.", Status.DONE),
        ("We will introduce training for buyers.", Status.PLANNED),
        ("Next year we will carry out audits.", Status.PLANNED),
        ("We intend to map our suppliers.", Status.PLANNED),
        ("The company is considering a new policy.", Status.PLANNED),
        ("By the end of 2027 all buyers will have been trained.", Status.PLANNED),
        ("We have not trained our staff.", Status.DENIED),
        ("We do not have a policy on modern slavery.", Status.DENIED),
        ("No incidents were identified.", Status.DENIED),
        ("There is currently no grievance mechanism.", Status.DENIED),
        ("Training has not yet been given.", Status.DENIED),
        ("Remediation: not applicable.", Status.DENIED),
    ],
)
def test_status(sentence, status):
    assert status_of(sentence) is status


def test_items_under_a_planned_lead_in_are_planned_until_something_was_done():
    lines = ["Next year we will:", "train our buyers", "audit ten suppliers", "We completed two audits.", "train staff"]
    assert statuses(lines) == (Status.PLANNED, Status.PLANNED, Status.PLANNED, Status.DONE, Status.DONE)


def test_lines_under_a_heading_of_plans_are_planned_until_the_next_heading():
    lines = ["Next steps", "Annual training for all staff in stores.", "Our policies", "Annual training for all staff."]
    assert statuses(lines)[1:] == (Status.PLANNED, Status.DONE, Status.DONE)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("We trained 140 people.", {"number"}),
        ("We audited twelve sites.", {"number"}),
        ("85% of suppliers signed.", {"number"}),
        ("We spent $1.2 million.", {"number"}),
        ("The audit took place in March 2024.", {"date"}),
        ("Audits took place on 3 May 2024.", {"date"}),
        ("We buy from Viet Nam and Hawke’s Bay.", {"place"}),
        ("We follow the UN Guiding Principles.", {"standard"}),
        ("All sites are registered with Sedex.", {"standard"}),
        ("Migrant workers are at risk.", {"group"}),
        ("We take this seriously.", set()),
        ("This statement is made under section 54 of the Modern Slavery Act 2015.", set()),
        ("Statement for the financial year ending 31 March 2024.", set()),
        ("3. Our policies", set()),
        ("Call 0800 200 088.", set()),
        ("A turkey dinner was served.", set()),
    ],
)
def test_specificity(sentence, expected):
    assert set(kinds(marks(sentence))) == expected


@pytest.mark.parametrize(
    ("cue", "sentence", "expected"),
    [
        ("train*", "Our trainers gave training.", ("trainers", "training")),
        ("train", "Training was given.", ()),
        ("speak up", "A Speak-Up line", ("speak-up",)),
        ("fees .. workers", "No fees may be charged to any workers.", ("fees may be charged to any workers",)),
        ("fees .. workers", "fees " + "and so on " * 5 + "workers", ()),
        ("māori", "Te reo Maori", ("maori",)),
    ],
)
def test_cues(cue, sentence, expected):
    assert found((cue,), folded(sentence)) == expected


def test_copies_share_a_key_and_short_lines_have_none():
    first = normalised("We trained 85 members of staff in Ōtaki — and will do so again.")
    assert first == normalised("we trained 1,200 members of staff in Otaki - and will do so again")
    assert first
    assert normalised("Our policies") == ""


@pytest.mark.parametrize(
    ("pages", "expected"),
    [
        ([], "No text could be read"),
        (["", "  "], "No text could be read"),
        (["1", "2", "3"], "No text could be read"),
        (["Statement"], "Too little text"),
        (["one page " * 20] + [""] * 9, "Too little text could be read: 40 words on 10 pages"),
        (
            ["Nous nous engageons contre la traite des personnes et le travail des enfants " * 8],
            "reads as French and not as English",
        ),
        (
            ["Ka kite te iwi i ngā mahi katoa o te motu mō ngā kaimahi katoa " * 8],
            "reads as te reo Māori and not as English",
        ),
        (["我们致力于尊重人权，并在供应链中防止强迫劳动。" * 4], "reads as Chinese or Japanese"),
        (["Wir achten die Menschenrechte und prüfen unsere Lieferanten auf der ganzen Welt " * 8], "reads as German"),
        (["xqz bdf ghj klm " * 30], "not read as English"),
        (["We do what we can for the people who work in our supply chain and for us. " * 4], ""),
    ],
)
def test_what_cannot_be_read_says_why(pages, expected):
    why = why_not_readable([Page(number, text) for number, text in enumerate(pages, 1)])
    assert expected in why
    assert bool(why) == bool(expected)


ENGLISH = "We do what we can for the people who work in our supply chain and for us."


@pytest.mark.parametrize(
    ("sentences", "languages"),
    [
        ([ENGLISH, "Nous nous engageons à respecter les droits des travailleurs dans nos chaînes."], {1: "French"}),
        ([ENGLISH, "Kei te whakapono mātou ki te tika o ngā tāngata katoa e mahi ana.", ENGLISH], {1: "te reo Māori"}),
        (["Ngā Rau Hāpai Limited works with iwi of Tāmaki Makaurau and Te Whanganui-a-Tara."], {}),
        (["D E T A I L S o f o u r w o r k i n", "Braintree, Essex, CM77 7AA", "Dairy, Cocoa, Packaging"], {}),
        ([ENGLISH, "我们尊重人权。"], {1: "Chinese or Japanese"}),
        (["E: info@demo.com www.demo.com"], {}),
    ],
)
def test_a_sentence_in_another_language_is_told_apart(sentences, languages):
    assert foreign(sentences, [folded(each) for each in sentences]) == languages


def test_what_stands_in_another_language_is_noted_and_never_evidence():
    french = "Nous avons formé 310 employés et 12 fournisseurs aux risques de travail forcé dans nos chaînes. " * 3
    facts = Facts((Page(1, ENGLISH * 9), Page(2, french)), "Demo", date(2023, 4, 1), date(2024, 3, 31))
    made = assess(facts, load_rubric("ungp-1"))
    assert made.note == "Not scored, because it does not read as English: what stands on page 2 (it reads as French)."
    assert not [each for finding in made.findings for each in finding.evidence if each.sentence.page == 2]
    assert note_on_language(made.sentences, {}) == ""


@given(st.text(max_size=300))
def test_no_sentence_raises(text):
    assert status_of(text) in Status
    assert isinstance(marks(text), tuple)
    assert normalised(text) == normalised(text.upper().lower()) or not text.isascii()
    assert folded(folded(text)) == folded(text) or not text.isascii()
