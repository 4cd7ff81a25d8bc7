"""What the agencies of the demonstration world buy: the ministry's procurement return, and a supplier list checked."""

from datetime import datetime
from pathlib import Path
from typing import Any

from portal.demo.loading import Loading
from portal.demo.timeline import Act
from portal.procurement import reading
from statements.db import Session
from statements.ingest.return_sheet import read_return
from statements.ingest.workbook import read_workbook
from statements.suppliers import lists, returns

FILES = Path(__file__).parent / "files"


def plan(loading: Loading) -> None:
    """Plan the returns that come with statements, and the list that the world tells of."""
    for entry in loading.world.statements:
        if "procurement_return" in entry:
            loading.plan(loading.at(entry["submitted"], "15:30"), _returning(loading, entry))
    told = loading.world.settings["supplier_list"]
    loading.plan(loading.at(told["uploaded"], "13:05"), _uploading(loading, told))


def _returning(loading: Loading, entry: dict[str, Any]) -> Act:
    path = FILES / entry["procurement_return"]

    def file(session: Session, at: datetime) -> None:
        read = read_return(read_workbook(path.read_bytes(), path.name))
        if read.problems:
            raise ValueError(f"{path.name}: {read.problems[0].message}")
        returns.file_return(
            session,
            organisation=loading.organisation(session, entry["organisation"]),
            period_end=entry["period_end"],
            lines=read.lines,
            note="",
            by=loading.people[entry["filer"]],
            at=at,
        )

    return file


def _uploading(loading: Loading, told: dict[str, Any]) -> Act:
    path = FILES / told["file"]

    def upload(session: Session, at: datetime) -> None:
        content, by = path.read_bytes(), loading.people[told["buyer"]]
        listed = lists.keep(
            session,
            organisation_id=loading.organisations[told["organisation"]],
            name=told["name"],
            filename=path.name,
            sha256=loading.store.put(content),
            place=reading.guess(reading.read_file(content, path.name)),
            by=by,
            at=at,
        )
        lists.ask_check(session, listed=listed, by=by, at=at)

    return upload
