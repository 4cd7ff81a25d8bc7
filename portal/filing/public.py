"""What becomes public of a draft, and what does not: the same lists for the filer who checks and the director."""

from collections.abc import Sequence
from dataclasses import dataclass

from portal import db
from portal.filing.work import Work
from statements.filing import answers as forms
from statements.filing import queries
from statements.filing.models import Document
from statements.filing.questionnaire import Question, Section
from statements.organisations.models import Organisation


@dataclass(frozen=True)
class Shown:
    """An answer as it will be read."""

    question: Question
    lines: tuple[str, ...]


@dataclass(frozen=True)
class ShownSection:
    """The answers of a section that are given, and how many are not."""

    section: Section
    answers: tuple[Shown, ...]
    unanswered: int


@dataclass(frozen=True)
class Preview:
    """Everything that a statement would show, and what it would keep to the registrar."""

    sections: tuple[ShownSection, ...]
    private: tuple[Shown, ...]
    documents: Sequence[Document]
    covers: Sequence[Organisation]
    small_counts: bool


def preview(work: Work) -> Preview:
    """What this draft would show in the register, small counts hidden as they will be."""
    answers = work.draft.answers
    asked = forms.questions_for(work.questionnaire, answers, public_agency=work.public_agency)
    sections = []
    for section in work.sections:
        questions = [each for each in section.questions if each in asked and each.public]
        found = tuple(_shown(each, answers, public=True) for each in questions if each.key in answers)
        sections.append(ShownSection(section, found, len(questions) - len(found)))
    private = [each for each in asked if not each.public and each.key in answers]
    given = [each for section in sections for each in section.answers]
    return Preview(
        sections=tuple(sections),
        private=tuple(_shown(each, answers, public=False) for each in private),
        documents=work.documents,
        covers=queries.covered_by(db.session(), work.draft),
        small_counts=any(each != _shown(each.question, answers, public=False) for each in given),
    )


def _shown(question: Question, answers: forms.Answers, *, public: bool) -> Shown:
    return Shown(question, forms.shown(question, answers[question.key], public=public))
