"""Measure a group that files one spreadsheet for its subsidiaries, over HTTP on a fresh SQLite database.

    .venv/bin/python -m benchmarks.filing_spreadsheet [ROWS]

Every question is answered in every row (long answers of 1,200 characters), and the head office's statement covers all.
"""

import io
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from typing import Any

import openpyxl
from alembic import command

from portal.app import create_app
from portal.cli.database import alembic_config
from portal.config import Settings
from statements.db import make_engine, open_session
from statements.filing import profiles, questionnaire
from statements.ingest.specs import ColumnSpec, Kind
from statements.ingest.statement_sheets import END, FACTS, START, statements_table
from statements.organisations.models import Organisation
from statements.people.models import Membership, MembershipState, Role
from tests import filing_book
from tests.checked_client import CheckedClient
from tests.factories import make_member
from tests.filing_book import add_organisation, saved
from tests.signed_in import signed_in

PAGE = "/filing/spreadsheet"
TEXT = "We looked at what we buy and from where, and we asked those who work there. " * 16


def world(settings: Settings, rows: int) -> CheckedClient:
    """A browser of somebody who files for `rows` organisations, the first of them the others' head office."""
    command.upgrade(alembic_config(settings), "head")
    at = datetime.now(UTC)
    app = create_app(settings)
    app.test_client_class = CheckedClient
    with open_session(make_engine(settings.database), for_writing=True) as session:
        head = add_organisation(session, name="Kōwhai Group Limited", number=1, at=at)
        others = [below(session, number, head, at) for number in range(2, rows + 1)]
        [below(session, number, head, at) for number in range(rows + 1, 2 * rows + 1)]
        person = make_member(session, name="Hana Parata", organisation=head, role=Role.FILER, at=at)
        held = {"person_id": person.id, "role": Role.FILER, "state": MembershipState.APPROVED, "asked_at": at}
        session.add_all(Membership(organisation_id=each.id, **held) for each in others)
        return signed_in(app, session, person)


def below(session: Any, number: int, head: Organisation, at: datetime) -> Organisation:
    """A subsidiary of the head office."""
    return add_organisation(session, name=f"Kōwhai Unit {number:04} Limited", number=number, at=at, parent_id=head.id)


def answer_to(column: ColumnSpec) -> Any:
    """A right answer to a question: text, the first choices, 12, a date."""
    if column.key in (START, END):
        return {START: filing_book.START, END: filing_book.END}[column.key]
    if column.kind == Kind.DATE:
        return datetime(2026, 8, 1)
    if column.kind == Kind.INTEGER:
        return 12
    if column.kind == Kind.BOOLEAN:
        return "Yes"
    if column.kind == Kind.CHOICES:
        return "; ".join(choice.label for choice in column.choices[:2])
    return column.choices[0].label if column.choices else TEXT[: column.most_characters]


def filled(template: bytes, *, wrong: bool) -> bytes:
    """The template with every question answered; `wrong` spoils one cell of each row but the first."""
    book = openpyxl.load_workbook(io.BytesIO(template))
    sheet = book["Statements"]
    columns = statements_table(questionnaire.load(profiles.profile("nz-bill-2026")), public_agency=False).columns
    for row in range(2, sheet.max_row + 1):
        for index, column in enumerate(columns, start=1):
            if column.key not in FACTS[:2]:
                sheet.cell(row, index).value = answer_to(column)
        if wrong and row > 2:
            sheet.cell(row, 7).value = "about forty"
    return saved(book)


def measured(what: str, act: Callable[[], Any]) -> Any:
    """Do it, print how long it took and how large the answer is."""
    before, began = time.process_time(), time.monotonic()
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    answer = act()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = time.process_time() - before + after.ru_utime + after.ru_stime - children.ru_utime - children.ru_stime
    size = len(answer.data) / 1000
    print(f"{what:34} {answer.status_code} {time.monotonic() - began:6.2f} s {cpu:6.2f} CPU s {size:8,.0f} kB")
    return answer


def main(rows: int) -> None:
    """Walk through it once and print a line for each step."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=folder, secret_key="x", require_second_factor=False, mail_backend="locmem")
        client = world(settings, rows)
        template = measured("template", lambda: client.get(f"{PAGE}/template.xlsx")).data
        for wrong in (True, False):
            data = filled(template, wrong=wrong)
            print(f"{'one cell of each row wrong' if wrong else 'all right'}: {len(data) / 1000:,.0f} kB, {rows} rows")
            sent = {"csrf_token": client.token(PAGE), "file": (io.BytesIO(data), "group.xlsx")}
            form = "multipart/form-data"
            page = measured("upload", partial(client.post, PAGE, data=sent, content_type=form)).headers["Location"]
            measured("result page", partial(client.get, page))
            if wrong:
                measured("marked workbook", partial(client.get, f"{page}/marked.xlsx"))
        token = {"csrf_token": client.token(page)}
        measured("keep the right rows", lambda: client.post(page, data=token))
        measured("result page, with the drafts", lambda: client.get(page))
        measured("keep them again: nothing changes", lambda: client.post(page, data=token))
        measured("template, with the drafts in it", lambda: client.get(f"{PAGE}/template.xlsx"))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 200)
