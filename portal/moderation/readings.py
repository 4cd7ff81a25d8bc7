"""New readings of the register: what they say beside what officers worked on, and taking one up."""

import uuid

from apiflask import APIBlueprint
from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from portal.access import Who, actor, allow
from portal.db import now, session
from statements.moderation import rescoring
from statements.moderation.assess import load_version

readings = APIBlueprint("readings", __name__, enable_openapi=False, url_prefix="/review")

ON_A_PAGE = 50


@readings.get("/readings")
@allow(Who.OFFICER)
def waiting() -> str:
    """The versions that were read anew since an officer worked on them."""
    page = max(request.args.get("page", 1, type=int), 1)
    found, total = rescoring.new_readings(session(), limit=ON_A_PAGE, offset=(page - 1) * ON_A_PAGE)
    last = max(1, -(-total // ON_A_PAGE))
    return render_template("moderation/readings.html", found=found, total=total, page=page, last=last)


@readings.get("/<uuid:version_id>/reading")
@allow(Who.OFFICER)
def side_by_side(version_id: uuid.UUID) -> str:
    """The levels as they stand and as the new reading has them."""
    version = load_version(session(), version_id)
    new = rescoring.new_reading_of(session(), version=version)
    made = rescoring.readings_of(session(), version=version)
    return render_template("moderation/reading.html", version=version, new=new, readings=made)


@readings.post("/<uuid:version_id>/reading/<uuid:assessment_id>")
@allow(Who.OFFICER)
def take_up(version_id: uuid.UUID, assessment_id: uuid.UUID) -> Response:
    """Work on the new reading from now on."""
    version = load_version(session(), version_id)
    rescoring.take_up(session(), version=version, new=assessment_id, by=actor(), at=now())
    return redirect(url_for("moderation.version", version_id=version_id), 303)
