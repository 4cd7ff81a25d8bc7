"""Everything that is known of each sentence before any criterion is asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from scoring import specificity
from scoring.boilerplate import normalised
from scoring.evidence.classifier import Classifier
from scoring.languages import foreign
from scoring.model import Evidence, Facts, Sentence, Status
from scoring.sentences import split_sentences
from scoring.specificity import Mark
from scoring.status import statuses
from scoring.text import folded

# A criterion whose label has no classifier is read by its cues alone; their precision is not measured.
BY_RULE = 0.5
FEWEST_WORDS = 5
MOST_WORDS_SHOWN = 6


@dataclass(frozen=True, eq=False)
class Line:
    """One sentence as the criteria see it: `probabilities` by label, `copied` when other filers use it too.

    `language` names the language of a sentence that does not read as English: it says nothing to this reader.
    """

    sentence: Sentence
    plain: str
    status: Status
    copied: bool
    probabilities: dict[str, float]
    language: str = ""

    @cached_property
    def marks(self) -> tuple[Mark, ...]:
        """The specific things in the sentence."""
        return specificity.marks(self.sentence.text)

    @property
    def speaks(self) -> bool:
        """Whether it is long enough to say something, in English; a heading is not evidence."""
        return not self.language and len(self.plain.split()) >= FEWEST_WORDS

    def evidence(self, probability: float, cues: Sequence[str] = ()) -> Evidence:
        """This sentence as evidence, with the words that made it count."""
        words = dict.fromkeys([*cues, *(mark.words for mark in self.marks)])
        return Evidence(
            sentence=self.sentence,
            probability=round(probability, 4),
            status=self.status,
            marks=specificity.kinds(self.marks),
            words=tuple(words)[:MOST_WORDS_SHOWN],
        )


def read(facts: Facts, model: Classifier) -> tuple[Line, ...]:
    """The lines of a statement in reading order, classified."""
    sentences = split_sentences(facts.pages)
    texts = [sentence.text for sentence in sentences]
    table = model.probabilities(texts)
    plains = [folded(text) for text in texts]
    other = foreign(texts, plains)
    return tuple(
        Line(
            sentence=sentence,
            plain=plain,
            status=status,
            copied=bool(facts.boilerplate) and normalised(sentence.text) in facts.boilerplate,
            probabilities=dict(zip(model.labels, map(float, row), strict=True)),
            language=other.get(sentence.index, ""),
        )
        for sentence, plain, status, row in zip(sentences, plains, statuses(texts), table, strict=True)
    )
