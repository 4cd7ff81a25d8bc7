"""The statement itself as a file: upload it, see what was read of it, take it off again."""

import uuid
from pathlib import PurePath

from apiflask import APIBlueprint
from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from portal import access, carried, db
from portal.access import Who, allow
from portal.errors import DOMAIN_ERRORS
from portal.filing.forms import UploadForm
from portal.filing.links import go_on, tasks_url
from portal.filing.work import DOCUMENTS, Work, open_work
from portal.forms import show_problems
from portal.opened import note_opened
from statements.errors import Conflict, NotFound, Problem, TooLarge, UnreadableFile
from statements.events.models import Way
from statements.filing import service
from statements.filing.content import ReadFile
from statements.filing.models import Document
from statements.ingest.documents import read_document
from statements.limits import DOCUMENT_BYTES, DOCUMENT_REQUEST_BYTES, DOCUMENTS_PER_STATEMENT
from statements.moderation.advice import ask_reading

filing_documents = APIBlueprint("filing_documents", __name__, enable_openapi=False)

ANOTHER, PDF = "another", "application/pdf"


@filing_documents.url_value_preprocessor
def take_more(_endpoint: str | None, _values: object) -> None:
    """Let a larger request in than elsewhere, before anything reads it."""
    request.max_content_length = DOCUMENT_REQUEST_BYTES.value


@filing_documents.get("/filing/<int:number>/documents")
@allow(Who.MEMBER)
def show(number: int) -> str | Response:
    """The documents so far, and a place for one more."""
    work = open_work(number)
    if not work.editable:
        flash(_("This statement was submitted: its documents are closed."))
        return redirect(tasks_url(number))
    return _page(work, UploadForm())


@filing_documents.post("/filing/<int:number>/documents")
@allow(Who.MEMBER)
def upload(number: int) -> Response | tuple[str, int]:
    """Keep the chosen file, or say what is wrong with it; without a file, just go on."""
    work, form = open_work(number), UploadForm()
    chosen = request.files.get("document")
    another = request.form.get("then") == ANOTHER
    try:
        if (chosen is None or not chosen.filename) and not another:
            return go_on(work, DOCUMENTS)
        problems = _take(work, chosen)
    except (TooLarge, UnreadableFile, Conflict) as error:
        error.field = "document"
        show_problems(form, error)
        return _page(open_work(number), form), DOMAIN_ERRORS[type(error)][0]
    for problem in problems:
        flash(f"{problem.message} {problem.mend}")
    if problems or another:
        return redirect(url_for("filing_documents.show", number=number), 303)
    return go_on(open_work(number), DOCUMENTS)


@filing_documents.post("/filing/<int:number>/documents/<uuid:document_id>/remove")
@allow(Who.MEMBER)
def remove(number: int, document_id: uuid.UUID) -> Response:
    """Take a document off the draft."""
    work = open_work(number)
    document = _own(work, document_id)
    service.remove_document(db.session(), draft=work.draft, document=document, by=access.actor(), at=db.now())
    ask_reading(db.session(), draft=work.draft, by=access.actor(), at=db.now())
    flash(_("%(name)s was taken off.", name=document.filename))
    return redirect(url_for("filing_documents.show", number=number), 303)


@filing_documents.get("/filing/<int:number>/documents/<uuid:document_id>")
@allow(Who.MEMBER)
def fetch(number: int, document_id: uuid.UUID) -> FlaskResponse:
    """The file itself, for the people of its organisation."""
    document = _own(open_work(number), document_id)
    note_opened([document.sha256], Way.FILER)
    answer = FlaskResponse(carried.store().get(document.sha256), mimetype=document.media_type)
    answer.headers.set("Content-Disposition", _disposition(document), filename=document.filename)
    if document.media_type != PDF:
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _take(work: Work, chosen: FileStorage | None) -> tuple[Problem, ...]:
    """Read, store and attach a file; what its reader should know. Raises UnreadableFile, TooLarge, Conflict."""
    if chosen is None or not chosen.filename:
        raise UnreadableFile(_("Choose a file first."))
    if len(work.documents) >= DOCUMENTS_PER_STATEMENT.value:
        limit = DOCUMENTS_PER_STATEMENT.readable
        raise Conflict(_("A statement holds up to %(limit)s. Take one off first.", limit=limit))
    number = work.statement.number
    data, filename = chosen.stream.read(DOCUMENT_BYTES.value + 1), PurePath(chosen.filename).name
    db.let_go()
    found = read_document(data, filename)
    carried.store().put(data)
    read = ReadFile(
        sha256=found.sha256,
        filename=filename,
        media_type=found.media_type,
        size=len(data),
        pages=tuple(page.text for page in found.pages),
        words=found.words,
        scan=found.is_scan,
    )
    draft = open_work(number).draft
    service.add_document(db.session(), draft=draft, read=read, by=access.actor(), at=db.now())
    ask_reading(db.session(), draft=draft, by=access.actor(), at=db.now())
    return found.problems


def _own(work: Work, document_id: uuid.UUID) -> Document:
    held = [*work.documents, *(each for version in work.statement.versions for each in version.documents)]
    found = next((each for each in held if each.id == document_id), None)
    if found is None:
        raise NotFound("There is no such document.")
    return found


def _disposition(document: Document) -> str:
    return "inline" if document.media_type in (PDF, "text/plain") else "attachment"


def _page(work: Work, form: UploadForm) -> str:
    return render_template(
        "filing/documents.html",
        work=work,
        form=form,
        largest=DOCUMENT_BYTES.readable,
        most=DOCUMENTS_PER_STATEMENT.readable,
        full=len(work.documents) >= DOCUMENTS_PER_STATEMENT.value,
    )
