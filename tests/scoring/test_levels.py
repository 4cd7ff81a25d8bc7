"""The rules that keep a score honest, on lines whose labels are given."""

import pytest

from scoring import Outcome, Sentence, load_rubric
from scoring.candidates import gather
from scoring.evidence.classifier import shipped
from scoring.evidence.labelled import LABELS
from scoring.evidence.sub_types import SUB_TYPES
from scoring.levels import decide
from scoring.reading import Line
from scoring.status import status_of
from scoring.text import folded

RUBRIC = load_rubric("ungp-1")
SURE, PERHAPS, UNLIKELY = 0.9, shipped().cutoffs["mitigation"].weak, 0.001

TRAINED = "In March we trained 85 supervisors and six buyers, and the course covered the signs of forced labour."
GENERAL = "We provide training to all of our staff about these questions."


def given(probability: float) -> dict[str, float]:
    """The same for every label; of a sub-type as much as a line needs that also holds the words of its criterion."""
    cutoffs = shipped().cutoffs
    narrow = {name: min(probability, cutoffs[name].cued) for name in SUB_TYPES}
    return {**dict.fromkeys(LABELS, probability), **narrow}


def lines(*texts: str, probability: float = SURE, copied: bool = False) -> list[Line]:
    return [
        Line(
            sentence=Sentence(index, text, 1, index * 200, index * 200 + len(text)),
            plain=folded(text),
            status=status_of(text),
            copied=copied,
            probabilities=given(probability),
        )
        for index, text in enumerate(texts)
    ]


def found(criterion: str, *texts: str, silence_is_read: bool = True, **named):
    asked, read = RUBRIC.criterion(criterion), lines(*texts, **named)
    return decide(asked, gather(asked, read, shipped()), read, silence_is_read)


@pytest.mark.parametrize(
    ("criterion", "texts", "level", "gap"),
    [
        ("C12", [TRAINED], 2, False),
        ("C12", [GENERAL], 1, False),
        ("C12", ["Next year we will train all of our buyers."], 0, False),
        ("C10", ["Next year we will carry out audits of ten suppliers."], 0, False),
        ("C03", ["We intend to introduce a supplier code of conduct."], 1, False),
        ("C12", ["We have not trained any of our staff."], 0, True),
        ("C01", ["We do not have a policy on modern slavery."], 0, True),
        ("C05", ["We have not yet mapped our suppliers beyond tier 1."], 1, False),
        ("C16", ["Our audits of all sites found no incidents of modern slavery."], 1, False),
        ("C16", ["No incidents of modern slavery were identified."], 0, False),
        ("C12", ["The weather was fine in all of the places."], 0, False),
        ("C12", ["Training"], 0, False),
    ],
)
def test_levels_and_caps(criterion, texts, level, gap):
    finding = found(criterion, *texts)
    assert (finding.outcome, finding.level, finding.disclosed_gap) == (Outcome.SCORED, level, gap)
    assert finding.reason
    assert bool(finding.evidence) or level == 0
    assert finding.why_not_higher or level == 2


def test_words_of_three_other_filers_do_not_count_above_one():
    finding = found("C12", TRAINED, copied=True)
    assert finding.level == 1
    assert "other filers" in finding.why_not_higher


def test_level_two_needs_a_mark_even_with_every_facet():
    general = (
        "Workers of suppliers may use the confidential hotline to raise concerns without fear of retaliation, "
        "and no reports were received."
    )
    asked = RUBRIC.criterion("C15")
    read = [line for line in lines(general.replace("no reports were received", "reports were answered and received"))]
    finding = decide(asked, gather(asked, read, shipped()), read)
    assert (finding.level, finding.why_not_higher[:13]) == (1, "General words")


def test_what_is_missing_for_level_two_is_said():
    finding = found("C12", "In March we trained 85 supervisors in Napier.")
    assert finding.level == 1
    assert "what it covered" in finding.why_not_higher
    assert "how many" not in finding.why_not_higher


def test_doubt_abstains_and_shows_what_it_doubts():
    finding = found("C12", GENERAL, probability=PERHAPS)
    assert (finding.outcome, finding.level) == (Outcome.NOT_READ, None)
    assert finding.evidence


def test_silence_is_not_found_only_where_it_may_be_read():
    assert found("C12", GENERAL, probability=UNLIKELY).level == 0
    assert found("C12", GENERAL, probability=UNLIKELY, silence_is_read=False).outcome is Outcome.NOT_READ


def test_a_denial_beside_what_was_done_does_not_undo_it_but_many_denials_abstain():
    denial = "We have not trained our drivers or their managers."
    assert found("C12", TRAINED, denial).level == 2
    assert found("C12", GENERAL, denial, "There is no training for suppliers.").outcome is Outcome.NOT_READ


def test_evidence_is_at_most_three_sentences_surest_first():
    finding = found("C12", *[f"We gave training to team number {number} in Napier." for number in range(20, 29)])
    assert len(finding.evidence) == 3
    assert all(evidence.words for evidence in finding.evidence)


@pytest.mark.parametrize(
    ("narrow", "words", "outcome", "level"),
    [
        ("found", "Every colleague sat with an expert for a day.", Outcome.SCORED, 1),
        ("cued", "Every colleague sat with an expert for a day.", Outcome.SCORED, 0),
        ("weak", GENERAL, Outcome.NOT_READ, None),
        ("below", GENERAL, Outcome.SCORED, 0),
    ],
)
def test_the_sub_type_of_a_criterion_narrows_what_speaks_to_it(narrow, words, outcome, level) -> None:
    cutoffs = shipped().cutoffs["training"]
    (line,) = lines(words)
    line.probabilities["training"] = 0.0 if narrow == "below" else getattr(cutoffs, narrow)
    asked = RUBRIC.criterion("C12")
    finding = decide(asked, gather(asked, [line], shipped()), [line])
    assert (finding.outcome, finding.level) == (outcome, level)
