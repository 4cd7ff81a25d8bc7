"""Found words marked in HTML: everything but the marks is escaped."""

from markupsafe import Markup, escape

from statements.register.snippets import Parts


def marked(parts: Parts) -> Markup:
    """The snippet with each found word in a mark element, safe to put on a page."""
    return Markup("").join(Markup("<mark>{}</mark>").format(text) if found else escape(text) for text, found in parts)
