"""Second readings, blind to the first, and how far officers agree."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from portal.access import Who, actor, allow
from portal.db import now, session
from portal.moderation.forms import LEVELS
from portal.opened import note_opened
from statements.errors import Conflict
from statements.events.models import Way
from statements.moderation import agreement, desk
from statements.moderation import double_reading as readings

double_reading = APIBlueprint("double_reading", __name__, enable_openapi=False, url_prefix="/review")


@double_reading.get("/double")
@allow(Who.OFFICER)
def waiting() -> str:
    """The readings that the officer may do."""
    found = readings.waiting_for(session(), officer_id=actor())
    return render_template("moderation/double.html", found=found)


@double_reading.route("/double/<uuid:reading_id>", methods=["GET", "POST"])
@allow(Who.OFFICER)
def read(reading_id: uuid.UUID) -> str | Response:
    """The text and the questions; levels are kept as far as they are given."""
    found, form = readings.load(session(), reading_id, by=actor()), FlaskForm()
    if form.validate_on_submit():
        given = {key[6:]: LEVELS[value] for key, value in request.form.items() if _is_level(key, value)}
        readings.save(session(), reading=found, levels=given, by=actor(), at=now())
        flash(_("Finished. Thank you.") if found.finished_at else _("Kept. Some levels are not given yet."))
        return redirect(url_for(".waiting") if found.finished_at else url_for(".read", reading_id=reading_id), 303)
    if found.finished_at is not None:
        raise Conflict(_("This reading is finished."))
    version = found.assessment.version
    reading = desk.reading_of(session(), version)
    note_opened([each.sha256 for each in version.documents], Way.TEXT, version_id=version.id)
    pages, given = desk.marked_pages(version, None), {each.criterion: each.level for each in found.levels}
    return render_template(
        "moderation/blind.html", found=found, version=version, reading=reading, pages=pages, given=given
    )


@double_reading.get("/agreement")
@allow(Who.OFFICER)
def figures() -> str:
    """Percent and kappa for each criterion; with `criterion` in the address, the pairs that they count."""
    criterion = request.args.get("criterion", "")[:8]
    pairs = agreement.pairs(session())
    return render_template(
        "moderation/agreement.html",
        rows=agreement.by_criterion(pairs),
        every=agreement.agreement("", [(each.first, each.second) for each in pairs]),
        criterion=criterion,
        pairs=[each for each in pairs if each.criterion == criterion],
    )


def _is_level(key: str, value: str) -> bool:
    return key.startswith("level-") and value in LEVELS
