"""The filing workbook, described by a profile's questionnaire: a row for each statement, a column for each question."""

from statements import limits
from statements.filing import questionnaire as asked
from statements.filing.questionnaire import AskedOf, Question, Questionnaire, Section
from statements.filing.rules import LONGEST_SIGNATORY, SIGNATORY_NAME, SIGNATORY_ROLE
from statements.ingest.specs import Choice, ColumnSpec, Kind, TableSpec
from statements.reference.tables import countries

STATEMENTS, COVERAGE_SHEET = "Statements", "Coverage"
NZBN, NAME, START, END = "organisation_nzbn", "organisation_name", "period_start", "period_end"
LEAD_NZBN, LEAD_NAME, LEAD_END = "lead_nzbn", "lead_name", "lead_period_end"
COVERED_NZBN, COVERED_NAME = "covered_nzbn", "covered_name"
TAKEN_FROM = "taken_from"
FACTS = (NZBN, NAME, START, END, TAKEN_FROM)
"""The columns that say whose statement a row is and for which period; the others are answers and who signs."""

_KINDS = {
    asked.Kind.LONG_TEXT: Kind.LONG_TEXT,
    asked.Kind.TEXT: Kind.TEXT,
    asked.Kind.CHOICE: Kind.CHOICE,
    asked.Kind.CHOICES: Kind.CHOICES,
    asked.Kind.BOOLEAN: Kind.BOOLEAN,
    asked.Kind.COUNT: Kind.INTEGER,
    asked.Kind.COUNTRIES: Kind.CHOICES,
    asked.Kind.DATE: Kind.DATE,
}
_WIDTHS = {Kind.LONG_TEXT: 48, Kind.CHOICES: 40, Kind.CHOICE: 32, Kind.TEXT: 28}

_FACTS = (
    ColumnSpec(
        NZBN, ("NZBN",), Kind.NZBN, help="Of the organisation whose statement this is; or else its name.", width=17
    ),
    ColumnSpec(NAME, ("Organisation", "Legal name"), help="Its name as it stands in the register.", width=36),
    ColumnSpec(START, ("Period start",), Kind.DATE, required=True, help="First day of the reporting period.", width=14),
    ColumnSpec(END, ("Period end",), Kind.DATE, required=True, help="Last day of the reporting period.", width=14),
    ColumnSpec(
        TAKEN_FROM,
        ("Last year's answers",),
        help="The statement that the marked cells of the row come from. Empty it when you have looked at all of them.",
        width=20,
    ),
)
_SIGNATORY = (
    ColumnSpec(
        SIGNATORY_NAME,
        ("Full name of the person who signs",),
        help="Shown in the register. They sign on a page of their own.",
        longest=LONGEST_SIGNATORY,
        width=28,
    ),
    ColumnSpec(
        SIGNATORY_ROLE,
        ("Their role on the governing body",),
        help="For example: chair of the board, councillor, trustee, partner, chief executive.",
        longest=LONGEST_SIGNATORY,
        width=28,
    ),
)

COVERAGE = TableSpec(
    (COVERAGE_SHEET,),
    (
        ColumnSpec(
            LEAD_NZBN, ("Lead NZBN",), Kind.NZBN, help="Of an organisation on the sheet “Statements”.", width=17
        ),
        ColumnSpec(LEAD_NAME, ("Lead organisation",), help="Its name, where the NZBN is not given.", width=36),
        ColumnSpec(
            LEAD_END,
            ("Period end of the statement", "Period end"),
            Kind.DATE,
            help="May stay empty where the lead organisation has one row on the sheet “Statements”.",
            width=18,
        ),
        ColumnSpec(COVERED_NZBN, ("Covered NZBN",), Kind.NZBN, help="Of an organisation that it covers.", width=17),
        ColumnSpec(COVERED_NAME, ("Covered organisation",), help="Its name, where it has no NZBN.", width=36),
    ),
    most_rows=limits.COVERED_PER_UPLOAD.value,
)


def statements_table(known: Questionnaire, *, public_agency: bool = True) -> TableSpec:
    """The sheet "Statements": whose, which period, a column for each question asked, and who signs.

    Without `public_agency` the questions for public agencies are left out.
    """
    sections = known.sections_for(public_agency=public_agency)
    answers = [_column(question, section, known) for section in sections for question in section.questions]
    return TableSpec((STATEMENTS,), (*_FACTS, *answers, *_SIGNATORY), most_rows=limits.STATEMENTS_PER_UPLOAD.value)


def _column(question: Question, section: Section, known: Questionnaire) -> ColumnSpec:
    kind = _KINDS[question.kind]
    return ColumnSpec(
        question.key,
        (question.label,),
        kind,
        choices=_choices(question),
        help=" ".join(filter(None, (_when(question, section, known), question.help, _seen_by(question)))),
        width=_WIDTHS.get(kind, 16),
        longest=question.max_length,
    )


def _choices(question: Question) -> tuple[Choice, ...]:
    if question.kind is asked.Kind.COUNTRIES:
        return tuple(Choice(each.alpha2, each.name, (each.alpha3, *each.aliases)) for each in countries().values())
    return tuple(Choice(each.value, each.label) for each in question.options)


def _when(question: Question, section: Section, known: Questionnaire) -> str:
    """Whom, and after which answer, the question is asked."""
    told = f"{section.title}."
    if section.asked_of is AskedOf.PUBLIC_AGENCY:
        told += " For public agencies only."
    if question.depends_on is not None:
        source = known.question(question.depends_on.question)
        label = source.label if source else question.depends_on.question
        answers = [_said(source, value) for value in question.depends_on.values]
        told += f" Only where “{label}” is answered {' or '.join(answers)}."
    return told


def _said(source: Question | None, value: object) -> str:
    if isinstance(value, bool):
        return "Yes" if value else "No"
    option = source.option(str(value)) if source else None
    return f"“{option.label if option else value}”"


def _seen_by(question: Question) -> str:
    return "" if question.public else "Only the registrar reads it."
