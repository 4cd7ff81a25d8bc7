"""Check answers, ask a director, sign, and the receipt."""

import uuid

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from portal import access, db
from portal.access import Who, allow
from portal.fields import offered
from portal.filing.forms import DirectorForm, NoteForm
from portal.filing.links import sign_token, tasks_url
from portal.filing.public import preview
from portal.filing.work import Work, open_work
from portal.forms import show_problems
from statements.errors import Conflict, Invalid, NotFound
from statements.filing import coverage, drafts, queries, service, signing, unsaved
from statements.filing.models import SignatureRequest
from statements.filing.personal import Hit, personal_data
from statements.filing.signing import RequestState
from statements.moderation import advice
from statements.people import queries as people

filing_sending = APIBlueprint("filing_sending", __name__, enable_openapi=False)

SEND_BACK = "send back"


@filing_sending.get("/filing/<int:number>/check")
@allow(Who.MEMBER)
def check(number: int) -> str | Response:
    """Everything that would be filed, what becomes public and what not, and what is still missing."""
    work = open_work(number)
    if not work.editable:
        return redirect(tasks_url(number))
    return _check_page(work, _director_form(work))


@filing_sending.post("/filing/<int:number>/check")
@allow(Who.MEMBER)
def send(number: int) -> Response | tuple[str, int]:
    """Ask the chosen director to sign; where the law asks for no signature, submit."""
    work, session = open_work(number), db.session()
    form = _director_form(work)
    try:
        if not work.profile.signature.required:
            service.submit(session, draft=work.draft, signature=None, by=access.actor(), at=db.now())
            return redirect(url_for("filing_sending.receipt", number=number), 303)
        asked = _ask(work, form.director.data)
    except Invalid as error:
        show_problems(form, error)
        return _check_page(work, form), 422
    if asked.director_id == access.actor():
        return redirect(url_for("filing_sending.sign", token=sign_token(asked.id)), 303)
    director = people.load_person(session, asked.director_id)
    flash(_("%(name)s has been sent a link to read and sign the statement.", name=director.name))
    return redirect(tasks_url(number), 303)


def _ask(work: Work, chosen: str | None) -> SignatureRequest:
    known = {str(each.id): each.id for each in _directors(work)}
    director_id = known.get(chosen or "", uuid.UUID(int=0))
    session, at = db.session(), db.now()
    asked, _token = signing.ask_director(
        session, draft=work.draft, director_id=director_id, by=access.actor(), at=at, make_token=sign_token
    )
    if director_id != access.actor():
        signing.send_link(session, request=asked, at=at)
    return asked


def _directors(work: Work) -> list[people.Person]:
    return list(queries.directors_of(db.session(), organisation_id=work.statement.organisation_id))


def _director_form(work: Work) -> DirectorForm:
    form, directors = DirectorForm(), _directors(work)
    form.director.choices = offered((str(each.id), each.name) for each in directors)
    if request.method == "GET" and len(directors) == 1:
        form.director.data = str(directors[0].id)
    return form


def _personal(work: Work) -> list[Hit]:
    signatory = str(work.draft.approval.get("signatory_name", ""))
    return personal_data(work.questionnaire, work.draft.answers, work.documents, signatory=signatory)


def _check_page(work: Work, form: DirectorForm) -> str:
    waiting = unsaved.sections_of(db.session(), draft=work.draft, by=access.actor())
    shown = {
        "gaps": drafts.gaps(db.session(), work.draft, at=db.now()),
        "shown": preview(work),
        "not_saved": [each for each in work.sections if each.key in waiting],
        "notes": coverage.notes(
            db.session(), statement=work.statement, ids=[uuid.UUID(each) for each in work.draft.covers]
        ),
        "personal": _personal(work),
        "advice": advice.advice_on(db.session(), draft=work.draft, by=access.actor()),
    }
    return render_template("filing/check.html", work=work, form=form, **shown)


@filing_sending.get("/sign/requests/<uuid:request_id>")
@allow(Who.SIGNED_IN)
def sign_here(request_id: uuid.UUID) -> Response:
    """From the desk to the director's page, without the mail."""
    token = sign_token(signing.load_request(db.session(), request_id).id)
    signing.open_request(db.session(), token=token, by=access.actor())
    return redirect(url_for("filing_sending.sign", token=token))


@filing_sending.get("/sign/<token>")
@allow(Who.SIGNED_IN)
def sign(token: str) -> str | Response:
    """The director's page: exactly what becomes public, and two buttons."""
    session, by = db.session(), access.actor()
    asked = signing.open_request(session, token=token, by=by)
    work = _work_of(asked)
    if asked.outcome == RequestState.SIGNED:
        return redirect(url_for("filing_sending.receipt", number=work.statement.number))
    state = signing.state_of(session, asked, at=db.now())
    return _sign_page(work, asked, state, NoteForm())


@filing_sending.post("/sign/<token>")
@allow(Who.SIGNED_IN)
def answer(token: str) -> Response | tuple[str, int]:
    """Sign and submit, or send back with a note."""
    session, by, at = db.session(), access.actor(), db.now()
    asked = signing.open_request(session, token=token, by=by)
    work, form = _work_of(asked), NoteForm()
    try:
        if request.form.get("then") == SEND_BACK:
            signing.send_back(session, request=asked, note=form.note.data or "", by=by, at=at)
            flash(_("You sent the statement back. Who asked you reads your note."))
            return redirect(tasks_url(work.statement.number), 303)
        signing.sign(session, request=asked, by=by, at=at)
    except Invalid as error:
        show_problems(form, error)
        return _sign_page(work, asked, RequestState.OPEN, form), 422
    except Conflict:
        return _sign_page(work, asked, signing.state_of(session, asked, at=at), form), 409
    return redirect(url_for("filing_sending.receipt", number=work.statement.number), 303)


def _work_of(asked: SignatureRequest) -> Work:
    return open_work(signing.draft_to_sign(db.session(), asked).statement.number)


def _sign_page(work: Work, asked: SignatureRequest, state: RequestState, form: NoteForm) -> str:
    return render_template(
        "filing/sign.html",
        work=work,
        asked=asked,
        asker=people.load_person(db.session(), asked.asked_by),
        is_open=state == RequestState.OPEN,
        why_closed=signing.NOT_OPEN.get(state, ""),
        form=form,
        shown=preview(work),
    )


@filing_sending.get("/filing/<int:number>/receipt")
@filing_sending.get("/filing/<int:number>/receipt/<int:version>")
@allow(Who.MEMBER)
def receipt(number: int, version: int | None = None) -> str:
    """The receipt of a version, the newest where none is named."""
    work = open_work(number)
    versions = queries.versions_of(db.session(), work.statement)
    found = next((each for each in reversed(versions) if version in (None, each.number)), None)
    if found is None:
        raise NotFound("There is no such version.")
    return render_template("filing/receipt.html", work=work, receipt=queries.receipt_of(db.session(), found))
