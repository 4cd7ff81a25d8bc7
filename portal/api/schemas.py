"""The shapes of the API: what may be asked, and what is answered."""

from typing import Any

from apiflask import Schema
from apiflask.fields import URL, Boolean, Date, DateTime, Dict, Float, Integer, List, Nested, Raw, String

from statements.register import facets


class Problem(Schema):
    """One thing that is wrong, and where."""

    message = String(required=True)
    mend = String(required=True)
    field = String(required=True)
    sheet = String(required=True)
    cell = String(required=True)


class ErrorBody(Schema):
    """What went wrong: a code for machines, a message for people, and each problem."""

    code = String(required=True)
    message = String(required=True)
    problems = List(Nested(Problem), required=True)


class Error(Schema):
    """The one shape of every error."""

    error = Nested(ErrorBody, required=True)


def _points() -> Dict:
    about = {"description": "Released points by pillar; null where a pillar has none, or nothing is released."}
    return Dict(keys=String(), values=Integer(allow_none=True), allow_none=True, required=True, metadata=about)


class Result(Schema):
    """A statement that was found."""

    id = Integer(required=True)
    organisation = String(required=True)
    year = Integer(required=True, metadata={"description": "Calendar year in which the period ends."})
    url = URL(required=True)
    profile = _points()
    snippet = String(required=True, metadata={"description": "HTML: escaped, the found words in mark elements."})


def _counts() -> Dict:
    return Dict(keys=String(), values=Integer())


Facets = Schema.from_dict({name: _counts() for name in facets.names()}, name="Facets")
"""How many there are of each value, under all other filters."""


class SearchOut(Schema):
    """What was found. `facets` stands there only where it was asked for."""

    total = Integer(required=True)
    results = List(Nested(Result), required=True)
    facets: Any = Nested(Facets)


class Ref(Schema):
    """An organisation by its id and name."""

    id = String(required=True)
    name = String(required=True)


class ChangeOut(Schema):
    """One public change. `number` rises with every change and is never given twice."""

    number = Integer(required=True)
    kind = String(required=True)
    at = DateTime(required=True)
    statement = Integer(required=True)
    url = URL(required=True)
    organisation = Nested(Ref, required=True)
    detail = String(required=True, metadata={"description": "The reason of a correction, withdrawal or recall."})


class ChangesOut(Schema):
    """Changes, oldest first. Ask again with `since` set to `next`."""

    changes = List(Nested(ChangeOut), required=True)
    next = Integer(required=True)


class DocumentOut(Schema):
    """A document; `pages` only where its text was asked for."""

    sha256 = String(required=True)
    filename = String(required=True)
    media_type = String(required=True)
    size = Integer(required=True)
    words = Integer(required=True)
    scan = Boolean(required=True)
    withheld = Boolean(required=True, metadata={"description": "A passage was taken down: the file is not handed out."})
    url = URL(required=True)
    pages = List(String())


class VersionOut(Schema):
    """A version of a statement."""

    number = Integer(required=True)
    state = String(required=True)
    published_at = DateTime(required=True)
    correction_reason = String(required=True)


class ReplyOut(Schema):
    """What the organisation answered to what was confirmed."""

    text = String(required=True)
    at = DateTime(required=True)


class StretchOut(Schema):
    """Where the end of a sentence stands: page of the version, characters of that page."""

    page = Integer(required=True)
    start = Integer(required=True)
    end = Integer(required=True)


class EvidenceOut(Schema):
    """A sentence that a finding rests on, and where it stands: page of the version, characters of that page.

    `rest` tells where it goes on when the end of the page cuts it.
    `probability` is how sure the machine was, null where an officer added it; `weighed` the words that weighed most.
    """

    sentence = Integer(required=True)
    text = String(required=True)
    page = Integer(required=True)
    start = Integer(required=True)
    end = Integer(required=True)
    status = String(required=True)
    marks = List(String(), required=True)
    added_by_officer = Boolean(required=True)
    probability = Float(required=True, allow_none=True)
    weighed = List(String(), required=True)
    rest = List(Nested(StretchOut), required=True)


class FindingOut(Schema):
    """What an officer confirmed for one criterion."""

    criterion = String(required=True)
    question = String(required=True)
    pillar = String(required=True)
    level = Integer(required=True, allow_none=True)
    reason = String(required=True)
    why_not_higher = String(required=True)
    changed_by_officer = Boolean(required=True)
    disclosed_gap = Boolean(required=True)
    declared = Boolean(required=True, allow_none=True)
    evidence = List(Nested(EvidenceOut), required=True)


class GateOut(Schema):
    """What an officer confirmed for one gate; `met` is null where it could not be judged."""

    gate = String(required=True)
    question = String(required=True)
    met = Boolean(required=True, allow_none=True)
    reason = String(required=True)
    evidence = List(Nested(EvidenceOut), required=True)


class PillarOut(Schema):
    """Points of one pillar."""

    slug = String(required=True)
    name = String(required=True)
    points = Integer(required=True, allow_none=True)
    maximum = Integer(required=True)


class ProfileOut(Schema):
    """A released profile. It tells how much is disclosed, not how well an organisation behaves."""

    rubric = String(required=True)
    released_at = DateTime(required=True)
    pillars = List(Nested(PillarOut), required=True)
    note = String(required=True)
    findings = List(Nested(FindingOut), required=True)
    gates = List(Nested(GateOut), required=True)
    replies = List(Nested(ReplyOut), required=True)


class StatementOut(Schema):
    """A statement with its current version."""

    id = Integer(required=True)
    url = URL(required=True)
    organisation = Nested(Ref, required=True)
    law = String(required=True)
    period_start = Date(required=True)
    period_end = Date(required=True)
    year = Integer(required=True)
    status = String(required=True)
    withdrawn_reason = String(required=True)
    source = String(required=True)
    source_url = String(required=True)
    published_at = DateTime(required=True)
    version = Integer(required=True)
    versions = List(Nested(VersionOut), required=True)
    covers = List(Nested(Ref), required=True)
    documents = List(Nested(DocumentOut), required=True)
    answers = Dict(keys=String(), values=Raw(), required=True)
    profile: Any = Nested(ProfileOut, required=True, allow_none=True)


class NumberOut(Schema):
    """A number in a register."""

    scheme = String(required=True)
    value = String(required=True)


class NameOut(Schema):
    """A trading or former name."""

    name = String(required=True)
    kind = String(required=True)
    since = Date(required=True, allow_none=True)
    until = Date(required=True, allow_none=True)


class FiledOut(Schema):
    """A statement of, or covering, an organisation."""

    id = Integer(required=True)
    url = URL(required=True)
    organisation = Nested(Ref, required=True)
    year = Integer(required=True)
    period_start = Date(required=True)
    period_end = Date(required=True)
    status = String(required=True)
    profile = _points()


class OrganisationOut(Schema):
    """An organisation with every statement of or covering it, newest first."""

    id = String(required=True)
    name = String(required=True)
    url = URL(required=True)
    kind = String(required=True)
    sector = String(required=True, allow_none=True)
    industry = String(required=True, allow_none=True)
    region = String(required=True, allow_none=True)
    size = String(required=True, allow_none=True)
    country = String(required=True)
    public_body = Boolean(required=True)
    demonstration = Boolean(required=True)
    identifiers = List(Nested(NumberOut), required=True)
    other_names = List(Nested(NameOut), required=True)
    parent: Any = Nested(Ref, required=True, allow_none=True)
    group = List(Nested(Ref), required=True)
    statements = List(Nested(FiledOut), required=True)


API_CONFIG = {
    "HTTP_ERROR_SCHEMA": Error,
    "VALIDATION_ERROR_SCHEMA": Error,
    "VALIDATION_ERROR_DESCRIPTION": "A parameter is not known or cannot be used; nothing was searched.",
}
"""Tells the description of the API the one shape of errors."""


def leads_on(operation: str, **told: str) -> dict[str, Any]:
    """The link of an answer to the operation that its values lead to: where in the answer each parameter stands."""
    parameters = {name: f"$response.body#{where}" for name, where in told.items()}
    return {operation: {"operationId": operation, "parameters": parameters}}
