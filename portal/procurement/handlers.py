"""The job that checks a supplier list: read the kept file, match every line, write the lines at the end."""

import uuid
from datetime import datetime
from typing import Any

from portal.procurement.reading import lines_of, place_of, read_file
from portal.work import Finish, Work
from statements.db import Session
from statements.suppliers.checking import check_lines, list_to_check, record_check, register_index


def check_suppliers(work: Work) -> Finish:
    """Match the list named by `list_id` with the register."""
    list_id = uuid.UUID(work.arguments["list_id"])
    with work.reading() as session:
        listed = list_to_check(session, list_id)
        index = register_index(session)
    given, problems = lines_of(read_file(work.store.get(listed.sha256), listed.filename), place_of(listed))
    work.progress(0, len(given))
    rows = check_lines(index, given, lambda done: work.progress(done, len(given)))
    work.progress(len(given), len(given))

    def finish(session: Session, at: datetime) -> dict[str, Any]:
        return record_check(
            session, list_id=list_id, job_id=work.job_id, rows=rows, problems=problems, by=work.asked_by, at=at
        )

    return finish
