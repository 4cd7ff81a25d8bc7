"""What codes are called on the register's pages."""

from flask_babel import gettext

from statements.organisations.identifiers import SCHEMES
from statements.reference import tables


def sector(letter: str | None) -> str:
    """The title of an ANZSIC division."""
    return tables.industries()[letter].title if letter else gettext("Not known")


def region(code: str | None) -> str:
    """The name of a region."""
    entry = tables.regions().get(code or "")
    return entry.name if entry else gettext("Not known")


def size(code: str | None) -> str:
    """The label of a revenue band."""
    entry = tables.revenue_bands().get(code or "")
    return entry.label if entry else gettext("Not known")


def kind(code: str) -> str:
    """The name of a kind of organisation."""
    entry = tables.organisation_kinds().get(code)
    return entry.name if entry else code


def country(code: str) -> str:
    """The name of a country."""
    entry = tables.countries().get(code)
    return entry.name if entry else code


def stands(status: str) -> str:
    """Whether an organisation stands."""
    told = {"dissolved": gettext("Dissolved"), "in liquidation": gettext("In liquidation or receivership")}
    return told.get(status, gettext("It stands"))


def scheme(code: str) -> str:
    """What a register's numbers are called."""
    return SCHEMES[code].name if code in SCHEMES else code


def happening(kind_of_event: str) -> str:
    """A line of a statement's history."""
    return {
        "statement.published": gettext("A version was published"),
        "statement.corrected": gettext("A corrected version was published"),
        "statement.withdrawn": gettext("The statement was withdrawn"),
        "statement.held": gettext("Held: its organisation said that it did not file it"),
        "statement.hold_ended": gettext("The hold was ended"),
        "profile.released": gettext("The confirmed profile was released"),
        "passage.taken_down": gettext("A passage was taken down"),
        "statement.rematched": gettext("The register corrected which organisation it is of"),
        "profile.recalled": gettext("The profile was taken back for another look"),
        "reply.added": gettext("The organisation replied"),
        "reader_report.answered": gettext("A reader said that something was wrong"),
    }.get(kind_of_event, kind_of_event)


def outcome(code: str) -> str:
    """What came of a reader's report."""
    return {
        "corrected": gettext("it was corrected"),
        "asked": gettext("the organisation was asked about it"),
        "taken-down": gettext("a passage was taken down"),
        "stands": gettext("it was looked at, and stands"),
        "not-ours": gettext("it is not for the registrar to decide"),
    }.get(code, code)


def standing(code: str) -> str:
    """How a period stands, as anyone is told."""
    return {
        "filed": gettext("Filed"),
        "filed late": gettext("Filed late"),
        "due": gettext("Due"),
        "missing": gettext("Missing"),
        "not stated": gettext("Not stated"),
        "not in scope": gettext("Not in scope"),
        "exempt": gettext("Exempt"),
        "lapsed": gettext("Lapsed"),
    }.get(code, code)
