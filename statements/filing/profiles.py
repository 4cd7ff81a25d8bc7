"""The profiles: what each law asks of a filer, read from profiles/*.toml. Code never names a law, these files do."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from statements.errors import NotFound
from statements.filing.datafile import FaultyFile, read

FOLDER = Path(__file__).parent / "profiles"


@dataclass(frozen=True)
class Registrar:
    """Who keeps the register under this law; `confirmed` is False while that is not known."""

    name: str
    confirmed: bool


@dataclass(frozen=True)
class Scope:
    """Who owes a statement: `measure` `comparison` ("over", "at_least") `threshold` in `currency`, by kind.

    Kinds in `asked_if_active_here` owe one only where they do business in the jurisdiction.
    """

    threshold: int
    currency: str
    measure: str
    comparison: str
    entity_kinds: tuple[str, ...]
    public_agency_kinds: tuple[str, ...]
    asked_if_active_here: tuple[str, ...]


@dataclass(frozen=True)
class PeriodRule:
    """How long a reporting period is, in months; `lenient` where a range is accepted."""

    months: int
    min_months: int
    max_months: int
    lenient: bool


@dataclass(frozen=True)
class DueRule:
    """When a statement is due: so many months after the period's end; a month's end may stay a month's end."""

    months_after_period_end: int
    month_end_stays_month_end: bool


@dataclass(frozen=True)
class SignatureRule:
    """Whether a statement is signed here, and who may sign."""

    required: bool
    who: str


@dataclass(frozen=True)
class NoticeRule:
    """How long an organisation may answer before what was confirmed about its statement becomes public."""

    working_days: int


@dataclass(frozen=True)
class ReminderRule:
    """How many days before and after a statement is due its organisation is reminded, until it is filed."""

    days_before: tuple[int, ...] = (60, 30, 14, 7, 1)
    days_after: tuple[int, ...] = (1, 7, 14, 30, 60)


@dataclass(frozen=True)
class Publication:
    """Where statements stand: `elsewhere` marks a profile whose statements are brought in, never filed here.

    `notices_legal_basis` names the provision that lets the registrar publish a notice; empty: none is ever published.
    """

    on_own_website: bool
    reviewed_by_officer: bool
    elsewhere: bool
    notices_legal_basis: str = ""


@dataclass(frozen=True)
class Profile:
    """The rules of one law as dated data; `time_zone` is the zone in which its days begin."""

    key: str
    name: str
    short_name: str
    jurisdiction: str
    language: str
    time_zone: str
    source_note: str
    in_force_from: date
    in_force_note: str
    questionnaire: str
    unknowns: tuple[str, ...]
    registrar: Registrar
    scope: Scope
    period: PeriodRule
    due: DueRule
    signature: SignatureRule
    notice: NoticeRule
    publication: Publication
    penalties: dict[str, str]
    reminders: ReminderRule = ReminderRule()


@cache
def profile(name: str) -> Profile:
    """Return the profile called `name`. Raises NotFound where there is none, FaultyFile where its file is wrong."""
    path = FOLDER / f"{name}.toml"
    if not name.replace("-", "").isalnum() or not path.is_file():
        raise NotFound(f"There is no profile “{name}”.")
    found = read(path, Profile)
    rule = found.period
    if not 1 <= rule.min_months <= rule.months <= rule.max_months:
        raise FaultyFile(f"{path.name}: period: min_months, months and max_months must rise")
    if rule.lenient != (rule.min_months != rule.max_months):
        raise FaultyFile(f"{path.name}: period: lenient must say whether min_months and max_months differ")
    if found.scope.comparison not in ("over", "at_least"):
        raise FaultyFile(f"{path.name}: scope: comparison must be “over” or “at_least”")
    return found


@cache
def profiles() -> tuple[Profile, ...]:
    """Return every profile, by key."""
    return tuple(profile(path.stem) for path in sorted(FOLDER.glob("*.toml")))


def filed_here() -> tuple[Profile, ...]:
    """Return the profiles under which a filer may start a statement in this register."""
    return tuple(each for each in profiles() if not each.publication.elsewhere)
