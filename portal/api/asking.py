"""What may be asked of the API: its parameters."""

from apiflask import Schema
from apiflask.fields import Boolean, Integer, List, String
from apiflask.validators import Length, OneOf, Range, Regexp

from statements.register import facets
from statements.register.facets import Facet
from statements.register.paging import PATTERN
from statements.register.query_language import LONGEST_QUERY
from statements.register.search import Sort

MOST_RESULTS = 100
FURTHEST = 100_000
MOST_CHANGES = 1000
LARGEST_NUMBER = 2**53
FIRST_YEAR, LAST_YEAR = 1, 9999


def _filter(facet: Facet) -> List:
    """A parameter that may be given several times: any of its values."""
    about = {"description": f"{facet.title}. Give it several times for any of several."}
    if not facet.values:
        return List(Integer(validate=Range(min=FIRST_YEAR, max=LAST_YEAR)), metadata=about)
    return List(String(validate=OneOf(list(facet.values))), metadata=about)


# marshmallow declares a plain type; what it makes is a subclass of Schema.
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
            validate=Regexp(PATTERN),
            metadata={
                "description": "Where the last answer ended: its Link header tells. It holds its place while "
                "statements come and go, and takes the place of offset and sort."
            },
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


class SinceIn(Schema):
    """After which change to go on, and how many to tell."""

    since = Integer(load_default=0, validate=Range(min=0, max=LARGEST_NUMBER))
    limit = Integer(load_default=100, validate=Range(min=1, max=MOST_CHANGES))
