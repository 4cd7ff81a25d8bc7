"""What was done in the portal itself beside the text: writing, approval and signature count for the gates.

A director signs a page that says "it was approved as it says", so an answer about approval counts once it is signed.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from scoring.model import Facts, GateResult

BY_OTHERS = "In the portal the organisation answered that others than the governing body itself approved it"
BY_BODY = "In the portal the organisation answered that the governing body itself approved it"


def with_acts(slug: str, facts: Facts, read: GateResult) -> GateResult:
    """The result of a gate as read from the text, joined with what was done in the portal; the reason says which."""
    rule = _RULES.get(slug)
    return rule(facts, read) if rule else read


def _entity_named(facts: Facts, read: GateResult) -> GateResult:
    if read.met or not facts.written_here:
        return read
    return replace(read, met=True, reason="The statement was written in the portal, under the organisation's name.")


def _approved(facts: Facts, read: GateResult) -> GateResult:
    if facts.approved_by_body is None:
        return read
    if not facts.approved_by_body:
        return _approved_by_others(read)
    if read.met:
        return replace(read, reason=f"{read.reason} It was answered so in the portal too.")
    answered = BY_BODY + (f", on {_spoken(facts.approved_on)}" if facts.approved_on else "")
    if read.met is False and read.evidence:
        return replace(read, met=None, reason=f"{read.reason} {answered}: a person has to judge.")
    if facts.signed_on:
        reason = f"{answered}; a director signed that there on {_spoken(facts.signed_on)}."
        return replace(read, met=True, reason=reason, evidence=())
    return replace(read, met=None, reason=f"{answered}; nobody has signed that there.")


def _approved_by_others(read: GateResult) -> GateResult:
    if read.met:
        return replace(read, met=None, reason=f"{read.reason} {BY_OTHERS}: a person has to judge.")
    return replace(read, met=False, reason=f"{BY_OTHERS}.")


def _signed(facts: Facts, read: GateResult) -> GateResult:
    if facts.signed_on is None:
        return read
    role = f" ({facts.signed_as})" if facts.signed_as else ""
    signed = f"A director{role} signed it in the portal on {_spoken(facts.signed_on)}."
    if read.met:
        return replace(read, reason=f"{read.reason} {signed}")
    return replace(read, met=True, reason=signed, evidence=())


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


_RULES: dict[str, Callable[[Facts, GateResult], GateResult]] = {
    "entity-named": _entity_named,
    "approved": _approved,
    "signed": _signed,
}
