"""What every page of filing begins with: the statement, its draft, its rules, for the person who asks."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask_babel import gettext as _

from portal import access, db
from statements import clock
from statements.errors import NotFound
from statements.filing import profiles, queries, questionnaire, rules
from statements.filing.models import Document, Draft, Statement, Version
from statements.filing.profiles import Profile
from statements.filing.questionnaire import APPROVAL, Questionnaire, Section
from statements.filing.rules import SectionState

DOCUMENTS, COVERS, CHECK = "documents", "covers", "check"


@dataclass(frozen=True)
class Work:
    """A statement that somebody works on, with what its pages need to know."""

    statement: Statement
    draft: Draft
    profile: Profile
    questionnaire: Questionnaire

    @cached_property
    def documents(self) -> list[Document]:
        """The draft's documents, in order."""
        return queries.documents_of(db.session(), self.draft)

    @property
    def public_agency(self) -> bool:
        """Whether the organisation is asked what only public agencies are."""
        return rules.is_public_agency(self.profile, self.statement.organisation)

    @property
    def has_document(self) -> bool:
        """Whether a document is attached, which makes the sections optional."""
        return bool(self.draft.documents)

    @property
    def sections(self) -> tuple[Section, ...]:
        """The sections that this organisation is asked, approval last."""
        return self.questionnaire.sections_for(public_agency=self.public_agency)

    @cached_property
    def latest(self) -> Version | None:
        """The newest version, in any state."""
        return queries.latest_version(db.session(), self.statement)

    @cached_property
    def editable(self) -> bool:
        """Whether the draft is open for changes."""
        return queries.is_editable(db.session(), self.draft)

    @cached_property
    def carried(self) -> dict[str, str]:
        """Where each answer that was taken over and not looked at came from, by the question's key."""
        found = queries.statements_by_numbers(db.session(), set(self.draft.carried.values()))
        own = self.statement.organisation_id
        said = {
            each.number: _("from last year's statement (no. %(number)s)", number=each.number)
            if each.organisation_id == own
            else _("from the statement of %(name)s", name=each.organisation.name)
            for each in found
        }
        return {key: said[number] for key, number in self.draft.carried.items() if number in said}

    @property
    def not_looked_at(self) -> list[Section]:
        """The sections with an answer that was taken over and not looked at."""
        return [part for part in self.sections if any(each.key in self.carried for each in part.questions)]

    def section(self, key: str) -> Section:
        """The section with this key, if the organisation is asked it. Raises NotFound."""
        found = next((each for each in self.sections if each.key == key), None)
        if found is None:
            raise NotFound("There is no such section.")
        return found

    def state(self, section: Section) -> SectionState:
        """How far a section is; approval is done only with its signatory."""
        found = rules.section_state(self.profile, section, self.draft.answers, has_document=self.has_document)
        named = all(self.draft.approval.get(each) for each in rules.SIGNATORY)
        if section.key != APPROVAL or named or not self.profile.signature.required:
            return found
        return SectionState.STARTED if found is SectionState.DONE else found

    def after(self, page: str) -> str:
        """The page that follows: with a document, the sections are passed over."""
        keys = [each.key for each in self.sections if each.key != APPROVAL]
        pages = [DOCUMENTS, COVERS, *keys, APPROVAL, CHECK]
        if self.has_document and page == COVERS:
            return APPROVAL
        return pages[pages.index(page) + 1]

    def today(self) -> Any:
        """The date of this request where the profile's law holds."""
        return clock.local_date(db.now(), self.profile.time_zone)


def open_work(number: int) -> Work:
    """The statement with this number, for whoever asks. Raises NotFound, also where it is none of theirs."""
    session = db.session()
    statement = queries.statement_for(session, number=number, person_id=access.actor())
    profile = profiles.profile(statement.profile)
    return Work(statement, queries.draft_of(session, statement), profile, questionnaire.load(profile))
