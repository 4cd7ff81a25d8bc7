"""What the index holds of a statement: words by which it is found, values by which it is counted and ordered."""

import uuid
from collections.abc import Mapping, Sequence
from datetime import date

from tantivy import Document, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from statements.register import answers, cards, facets
from statements.register.analysis import common_runs, compact, name_key, name_words, pairs, words
from statements.register.organisations import Names
from statements.register.public import PublicStatement

FORMAT = 3
"""Raise it with any change to what an index holds: an index of another format is built afresh."""

ANALYSER = "spaced"
LONGEST_TITLE = 200
NUMBER_ROOM = 2**32
SET_OF = "set_"
"""Begins the name of the column that holds all values of one filter together, joined by SIGN."""
SIGN = "|"
FRESH_SINCE = date(2000, 1, 1).toordinal()
FRESH_A_DAY = 0.01 / 365.25
FRESH_NUMBERS = 2**20


def make_schema() -> Schema:
    """The fields of the index. Text is searched, never kept: pages show it from the database."""
    builder = SchemaBuilder()
    builder.add_unsigned_field("number", stored=True, indexed=True, fast=True)
    for name in ("newest", "recent"):
        builder.add_unsigned_field(name, fast=True)
    builder.add_float_field("fresh", fast=True)
    builder.add_bytes_field("card", stored=True, indexed=False, fast=False)
    for name in ("lead_names", "other_names", "title", "title_pairs", "answers", "body", "pairs"):
        builder.add_text_field(name, tokenizer_name=ANALYSER)
    for name in ("keys", "identifiers"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for facet in facets.all_facets():
        builder.add_text_field(facet.name, tokenizer_name="raw", index_option="basic", fast=not facet.in_sets)
        if facet.in_sets:
            builder.add_text_field(SET_OF + facet.name, tokenizer_name="raw", index_option="basic", fast=True)
    builder.add_text_field("by_name", tokenizer_name="raw", index_option="basic", fast=True)
    return builder.build()


def make_analyser() -> TextAnalyzer:
    """Words come to the index ready made, with spaces between them."""
    return TextAnalyzerBuilder(Tokenizer.whitespace()).build()


def entry(statement: PublicStatement, names: Mapping[uuid.UUID, Names]) -> Document:
    """A statement as the index holds it; `names` are those of its organisations by id."""
    lead = statement.organisation
    others = [names[each.id] for each in statement.version.covers if each.id != lead.id and each.id in names]
    own = names[lead.id]
    above = [lead.parent.name] if lead.parent else []
    other_names = [name for each in others for name in each.names] + above
    document = Document()
    document.add_unsigned("number", statement.number)
    document.add_unsigned("newest", newest(statement))
    document.add_unsigned("recent", recent(statement))
    document.add_text("by_name", f"{lead.sort_key}\x00{NUMBER_ROOM * 2**20 - newest(statement):020d}")
    document.add_text("lead_names", _all_words(own.names))
    document.add_text("other_names", _all_words(other_names))
    titled = words(title(statement))
    document.add_text("title", " ".join(titled))
    document.add_text("title_pairs", " ".join(pairs(titled)))
    answered, written = words(answers.words(statement.law, statement.version.answers)), words(text(statement))
    document.add_text("answers", " ".join(answered))
    document.add_text("body", " ".join(written))
    for run in (*common_runs(answered), *common_runs(written)):
        document.add_text("pairs", run)
    for key in dict.fromkeys(name_key(name) for name in own.names):
        document.add_text("keys", key)
    for number in (own.identifiers, *(each.identifiers for each in others)):
        for value in number:
            document.add_text("identifiers", compact(value))
    _add_values(document, facets.values(statement))
    document.add_float("fresh", fresh(statement))
    document.add_bytes("card", cards.to_bytes(cards.of(statement)))
    return document


def _add_values(document: Document, values: facets.Values) -> None:
    for name, several in values.items():
        for value in several:
            document.add_text(name, value)
        if facets.by_name()[name].in_sets:
            document.add_text(SET_OF + name, SIGN.join(several))


def newest(statement: PublicStatement) -> int:
    """A number that orders statements by the end of their period, then by their own number; it is never shared."""
    return statement.period_end.toordinal() * NUMBER_ROOM + statement.number


def recent(statement: PublicStatement) -> int:
    """A number that orders statements by the moment their current version was published; it is never shared."""
    return int(statement.version.published_at.timestamp()) * NUMBER_ROOM + statement.number


def fresh(statement: PublicStatement) -> float:
    """What makes a score of relevance a little larger for a newer period: the index multiplies by log2(2 + this).

    One year is one hundredth. Among periods that end on one day the later number is the fresher, by next to nothing:
    scores that would be equal are not, so that an order by them is the same on every node.
    """
    days = max(statement.period_end.toordinal() - FRESH_SINCE, 0)
    within = min(statement.number, FRESH_NUMBERS) / FRESH_NUMBERS
    return float(2 ** (1 + FRESH_A_DAY * (days + within)) - 2)


def title(statement: PublicStatement) -> str:
    """The first line of the statement's document: what stands above the text. A long one ends after a whole word, so
    that whatever stands in a title stands in the text too."""
    lines = (
        line.strip()
        for document in statement.version.documents
        for page in document.pages[:1]
        for line in page.splitlines()
    )
    first = next((line for line in lines if line), "")
    return first if len(first) <= LONGEST_TITLE else first[:LONGEST_TITLE].rpartition(" ")[0]


def text(statement: PublicStatement) -> str:
    """The whole text of the statement's documents."""
    return "\n".join(page for document in statement.version.documents for page in document.pages)


def _all_words(names: Sequence[str]) -> str:
    return " ".join(word for name in names for word in name_words(name))
