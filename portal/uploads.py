"""A spreadsheet between two pages: the file lies in the store, and a signed address says whose it is and what for."""

import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import PurePath
from typing import Any

from flask import Response, current_app
from flask_babel import gettext as _
from itsdangerous import BadSignature, URLSafeSerializer
from werkzeug.datastructures import FileStorage

from portal import access, db
from portal.forms import show_problems
from statements.errors import DomainError, NotFound, Problem, UnreadableFile
from statements.ingest.cells import Sheet
from statements.ingest.marks import mark_workbook
from statements.ingest.workbook import read_workbook
from statements.limits import WORKBOOK_BYTES

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_NAME = 100


@dataclass(frozen=True)
class Upload:
    """A file that was sent: its hash in the store, its name, who sent it, and what they said about it."""

    sha256: str
    filename: str
    person: str
    about: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> bytes:
        """The file as it was sent. Raises NotFound where it was swept away, a day after it was sent."""
        try:
            content: bytes = current_app.extensions["store"].get(self.sha256)
        except NotFound as error:
            raise NotFound(_("This file is here no more: an upload is kept for a day. Send it again.")) from error
        return content

    def token(self, purpose: str) -> str:
        """The part of an address that stands for it; nobody else can open it or make one."""
        return str(_signer(purpose).dumps(asdict(self)))

    def sheets(self) -> list[Sheet]:
        """What the file holds; the database is let go while it is read."""
        db.let_go()
        return read_workbook(self.data, self.filename)

    def marked(self, problems: list[Problem]) -> Response:
        """The answer that gives the sender the very file with its wrong cells marked."""
        db.let_go()
        name = f"{PurePath(self.filename).stem} - {_('marked')}.xlsx"
        return attachment(mark_workbook(self.data, self.filename, problems), name)


def take(chosen: FileStorage | None, about: Mapping[str, str]) -> tuple[Upload, list[Sheet]]:
    """Keep and read the file that was sent. Raises UnreadableFile or TooLarge with what to do about it."""
    if chosen is None or not chosen.filename:
        raise UnreadableFile(_("Choose a file first."))
    data, filename = chosen.stream.read(WORKBOOK_BYTES.value + 1), PurePath(chosen.filename).name
    db.let_go()
    sheets = read_workbook(data, filename)
    digest = current_app.extensions["store"].put(data)
    name = PurePath(filename).stem[:LONGEST_NAME] + PurePath(filename).suffix[:10]
    return Upload(digest, name, str(access.actor()), dict(about)), sheets


def open_upload(token: str, purpose: str) -> Upload:
    """What an address stands for. Raises NotFound unless whoever asks sent it themselves."""
    try:
        upload = Upload(**_signer(purpose).loads(token))
    except (BadSignature, TypeError) as error:
        raise NotFound("There is nothing here that you may see.") from error
    if uuid.UUID(upload.person) != access.actor():
        raise NotFound("There is nothing here that you may see.")
    return upload


def attachment(content: bytes, name: str) -> Response:
    """An .xlsx to save under this name."""
    answer = Response(content, mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def refuse(form: Any, error: DomainError) -> None:
    """Say beside the form's file what is wrong with it."""
    show_problems(form, type(error)(error.message, field="file"))


def _signer(purpose: str) -> URLSafeSerializer:
    return URLSafeSerializer(current_app.config["SECRET_KEY"], salt=f"uploaded spreadsheet: {purpose}")
