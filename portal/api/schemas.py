"""The shapes of the API: what may be asked, and what is answered."""

from typing import Any

from apiflask import Schema
from apiflask.fields import URL, Boolean, Date, DateTime, Dict, Float, Integer, List, Nested, Raw, String
from apiflask.validators import Length, OneOf, Range

from portal.api.cursors import is_cursor
from statements.register import facets
from statements.register.facets import Facet
from statements.register.query_language import LONGEST_QUERY
from statements.register.search import Sort

MOST_RESULTS = 100
FURTHEST = 100_000
MOST_CHANGES = 1000
LARGEST_NUMBER = 2**53
FIRST_YEAR, LAST_YEAR = 1, 9999


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


def _filter(facet: Facet) -> List:
    """A parameter that may be given several times: any of its values."""
    about = {"description": f"{facet.title}. Give it several times for any of several."}
    if not facet.values:
        return List(Integer(validate=Range(min=FIRST_YEAR, max=LAST_YEAR)), metadata=about)
    return List(String(validate=OneOf(list(facet.values))), metadata=about)


SearchIn: type[Schema] = Schema.from_dict(  # type: ignore[assignment]
    {
        "q": String(
            load_default="",
            validate=Length(max=LONGEST_QUERY),
            metadata={"description": 'Words, "phrases", AND, OR, NOT, -word, begin*.'},
        ),
        **{facet.name: _filter(facet) for facet in facets.all_facets()},
        "sort": String(load_default=Sort.RELEVANCE.value, validate=OneOf([each.value for each in Sort])),
        "limit": Integer(load_default=20, validate=Range(min=0, max=MOST_RESULTS)),
        "offset": Integer(load_default=0, validate=Range(min=0, max=FURTHEST)),
        "cursor": String(
            load_default="",
            validate=is_cursor,
            metadata={"description": "Where the last answer ended: its Link header tells. Takes the place of offset."},
        ),
        "facets": Boolean(load_default=False, metadata={"description": "1 adds counts of the first filters' values."}),
        "count": List(
            String(validate=OneOf(list(facets.names()))),
            load_default=(),
            metadata={"description": "A filter whose values are to be counted. Give it several times for several."},
        ),
    },
    name="SearchIn",
)
"""What a search may ask for."""


class TextIn(Schema):
    """Whether a statement is wanted with the text of its documents."""

    text = Boolean(load_default=False, metadata={"description": "1 adds the text of each page."})


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


class SinceIn(Schema):
    """After which change to go on, and how many to tell."""

    since = Integer(load_default=0, validate=Range(min=0, max=LARGEST_NUMBER))
    limit = Integer(load_default=100, validate=Range(min=1, max=MOST_CHANGES))


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


class EvidenceOut(Schema):
    """A sentence that a finding rests on, and where it stands: page of the version, characters of that page.

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
