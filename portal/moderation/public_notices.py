"""Notices that were made public: only where the law's profile names the provision that allows it."""

import uuid

from apiflask import APIBlueprint
from flask import render_template

from portal import db
from portal.access import Who, allow
from statements.errors import NotFound
from statements.moderation import office_notices as notices

public_notices = APIBlueprint("public_notices", __name__, enable_openapi=False, url_prefix="/published-notices")


@public_notices.get("")
@allow(Who.PUBLIC)
def listed() -> str:
    """Every public notice, the newest first; no such page where no law allows one."""
    if not notices.allowing():
        raise NotFound("There is no such page.")
    return render_template("moderation/public_notices.html", found=notices.published(db.session()))


@public_notices.get("/<uuid:notice_id>")
@allow(Who.PUBLIC)
def show(notice_id: uuid.UUID) -> str:
    """One public notice with the provision it rests on and the organisation's answer."""
    found = next((each for each in notices.published(db.session()) if each.id == notice_id), None)
    if found is None:
        raise NotFound("There is no such notice.")
    return render_template("moderation/public_notice.html", notice=found, basis=notices.allowing()[found.profile])
