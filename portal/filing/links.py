"""Where the pages of filing are, and where a button of theirs leads."""

from urllib.parse import quote

from flask import current_app, flash, redirect, request, url_for
from flask_babel import gettext as _
from itsdangerous import URLSafeSerializer
from werkzeug.wrappers import Response

from portal.filing.work import CHECK, COVERS, DOCUMENTS, Work

LATER = "later"
SAVED_COOKIE = "saved_page"


def page_url(number: int, page: str) -> str:
    """The address of a page of a draft: documents, covers, check, or a section by its key."""
    ends = {DOCUMENTS: "filing_documents.show", COVERS: "filing_covers.show", CHECK: "filing_sending.check"}
    if page in ends:
        return url_for(ends[page], number=number)
    return url_for("filing_sections.show", number=number, key=page)


def tasks_url(number: int) -> str:
    """The address of the task list."""
    return url_for("filing.tasks", number=number)


def go_on(work: Work, page: str) -> Response:
    """Where a saved page leads: to the task list for "come back later", else to the page that follows."""
    number = work.statement.number
    if request.form.get("then") == LATER:
        flash(_("Saved. You can come back at any time."))
        return redirect(tasks_url(number), 303)
    return redirect(page_url(number, work.after(page)), 303)


def mark_saved(answer: Response, number: int, key: str) -> Response:
    """Tell the page's script, by a cookie of a minute, that what it kept in the browser is saved."""
    place = quote(url_for("filing_unsaved.keep", number=number, key=key), safe="")
    answer.set_cookie(SAVED_COOKIE, place, max_age=60, samesite="Lax", secure=request.is_secure)
    return answer


def sign_token(request_id: object, secret: str | None = None) -> str:
    """The token of a request's link. It is made from the secret key, so that only its hash needs to be kept."""
    key = secret or current_app.config["SECRET_KEY"]
    return str(URLSafeSerializer(key, salt="sign a statement").dumps(str(request_id)))
