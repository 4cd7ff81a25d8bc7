"""What is typed and not saved: sent by the page while somebody writes, thrown away on request."""

from collections.abc import Mapping, Sequence
from typing import Any

from apiflask import APIBlueprint
from flask import flash, redirect, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import access, db
from portal.access import Who, allow
from portal.filing.links import mark_saved
from portal.filing.work import Work, open_work
from statements.filing import unsaved

filing_unsaved = APIBlueprint("filing_unsaved", __name__, enable_openapi=False)

OURS = frozenset({"csrf_token", "seen", "then"})
"""Fields of the page that nobody types."""


@filing_unsaved.post("/filing/<int:number>/sections/<key>/unsaved")
@allow(Who.MEMBER)
def keep(number: int, key: str) -> Response:
    """Keep what stands in the fields; the answer is one line to show: who else is writing here."""
    work, session = open_work(number), db.session()
    typed, seen = typed_fields(dict(request.form.lists())), request.form.get("seen", "")
    section, by, at = work.section(key), access.actor(), db.now()
    unsaved.keep(session, draft=work.draft, section=section, typed=typed, seen=seen, by=by, at=at)
    others = [each.name for each in unsaved.writers(session, draft=work.draft, but=by, at=at) if each.section == key]
    told = _("Kept. %(names)s is writing here too.", names=", ".join(others)) if others else _("Kept.")
    return Response(told, mimetype="text/plain")


@filing_unsaved.post("/filing/<int:number>/sections/<key>/unsaved/discard")
@allow(Who.MEMBER)
def discard(number: int, key: str) -> Response:
    """Throw away what one typed and did not save: the section shows again what is saved."""
    work = open_work(number)
    unsaved.forget(db.session(), draft=work.draft, section=work.section(key), by=access.actor())
    flash(_("What was not saved has been thrown away."))
    return mark_saved(redirect(url_for("filing_sections.show", number=number, key=key), 303), number, key)


def who_writes(work: Work) -> dict[str, Any]:
    """What the task list tells of its writers: who is in which section now, who saved it last, what is unsaved."""
    session, by = db.session(), access.actor()
    return {
        "writers": unsaved.writers(session, draft=work.draft, but=by, at=db.now()),
        "savers": unsaved.savers(session, draft=work.draft, sections=work.sections),
        "unsaved": unsaved.sections_of(session, draft=work.draft, by=by),
    }


def typed_fields(sent: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Of what a page sent, what somebody typed."""
    return {name: list(values) for name, values in sent.items() if name not in OURS and "combine-" not in name}
