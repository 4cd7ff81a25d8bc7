"""What the index holds of a statement: words by which it is found, values by which it is counted and ordered."""

import uuid
from collections.abc import Mapping, Sequence

from tantivy import Document, Schema, SchemaBuilder, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from statements.register import answers, facets
from statements.register.analysis import compact, name_key, name_words, words
from statements.register.organisations import Names
from statements.register.public import PublicStatement

FORMAT = 1
"""Raise it with any change to what an index holds: an index of another format is built afresh."""

ANALYSER = "spaced"
LONGEST_TITLE = 200
NUMBER_ROOM = 2**32


def make_schema() -> Schema:
    """The fields of the index. Text is searched, never kept: pages show it from the database."""
    builder = SchemaBuilder()
    builder.add_unsigned_field("number", stored=True, indexed=True, fast=True)
    for name in ("newest", "recent"):
        builder.add_unsigned_field(name, fast=True)
    for name in ("lead_names", "other_names", "title", "answers", "body"):
        builder.add_text_field(name, tokenizer_name=ANALYSER)
    for name in ("keys", "identifiers"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in (*facets.names(), "by_name"):
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
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
    document.add_text("title", " ".join(words(title(statement))))
    document.add_text("answers", " ".join(words(answers.words(statement.law, statement.version.answers))))
    document.add_text("body", " ".join(words(text(statement))))
    for key in dict.fromkeys(name_key(name) for name in own.names):
        document.add_text("keys", key)
    for number in (own.identifiers, *(each.identifiers for each in others)):
        for value in number:
            document.add_text("identifiers", compact(value))
    for name, value in facets.values(statement).items():
        document.add_text(name, value)
    return document


def newest(statement: PublicStatement) -> int:
    """A number that orders statements by the end of their period, then by their own number; it is never shared."""
    return statement.period_end.toordinal() * NUMBER_ROOM + statement.number


def recent(statement: PublicStatement) -> int:
    """A number that orders statements by the moment their current version was published; it is never shared."""
    return int(statement.version.published_at.timestamp()) * NUMBER_ROOM + statement.number


def title(statement: PublicStatement) -> str:
    """The first line of the statement's document: what stands above the text."""
    lines = (
        line.strip()
        for document in statement.version.documents
        for page in document.pages[:1]
        for line in page.splitlines()
    )
    return next((line for line in lines if line), "")[:LONGEST_TITLE]


def text(statement: PublicStatement) -> str:
    """The whole text of the statement's documents."""
    return "\n".join(page for document in statement.version.documents for page in document.pages)


def _all_words(names: Sequence[str]) -> str:
    return " ".join(word for name in names for word in name_words(name))
