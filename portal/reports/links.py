"""Every figure opens the list that it counts: the address for a cell of a pack."""

from urllib.parse import urlencode

from flask import request

from statements.errors import NotFound
from statements.organisations.obligations import Standing
from statements.reports import facts, summary
from statements.reports.cells import Cell
from statements.reports.figures import Audience, Column, Pack, Row, Table

STANDING_KEYS = {summary.standing_column(each).key: each.value.replace(" ", "-") for each in Standing}


class LinkMaker:
    """Makes the addresses of one pack's cells."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.obligations = "/reports/office/obligations" if pack.audience is Audience.OFFICE else "/reports/obligations"

    def table(self, table: Table) -> str:
        """The address of one table on a page of its own."""
        path = "/reports/office" if self.pack.audience is Audience.OFFICE else "/reports"
        return self._address(path, year=self.pack.year, only=table.key)

    def cell(self, table: Table, row: Row, column: Column) -> str:
        """The address of the list that this cell counts: answers and levels are the same for both audiences."""
        if table.key == "standings":
            return self._obligations(standing=STANDING_KEYS[row.key])
        if table.key == summary.LATE:
            return self._obligations(standing=STANDING_KEYS[column.key], because=row.key)
        if table.key == "year":
            return self._statements(column, year=row.key)
        if table.dimension in summary.DIMENSIONS:
            if column.key in STANDING_KEYS:
                return self._obligations(standing=STANDING_KEYS[column.key], **{table.dimension: row.key})
            return self._statements(column, year=str(self.pack.year), **{table.dimension: row.key})
        return self._address("/reports/list", year=self.pack.year, table=table.key, row=row.key, column=column.key)

    def _statements(self, column: Column, **filters: str) -> str:
        more = {"profile": "confirmed"} if column is summary.PROFILES else {}
        laws = facts.laws_of(self.pack.profile)
        return self._address("/statements", law=laws, state="published", **filters, **more)

    def _obligations(self, **filters: str) -> str:
        return self._address(self.obligations, year=self.pack.year, **filters)

    def _address(self, path: str, **filters: object) -> str:
        return f"{path}?{urlencode(filters, doseq=True)}"


class FrozenLinks:
    """Makes the addresses of a frozen pack's cells: the frozen rows, never those of today."""

    def __init__(self, number: int) -> None:
        self.number = number

    def table(self, table: Table) -> str:
        """The address of one table on a page of its own."""
        return f"/reports/packs/{self.number}?{urlencode({'only': table.key})}"

    def cell(self, table: Table, row: Row, column: Column) -> str:
        """The address of the list that this cell counts."""
        asked = {"table": table.key, "row": row.key, "column": column.key}
        return f"/reports/packs/{self.number}/list?{urlencode(asked)}"


def asked_cell() -> Cell:
    """The cell that the address names."""
    return Cell(*(request.args.get(name, "") for name in ("table", "row", "column")))


def asked_table(pack: Pack) -> Table | None:
    """The one table that the address names; None where it names none. Raises NotFound for one that the pack has not."""
    key = request.args.get("only", "")
    try:
        return pack.table(key) if key else None
    except KeyError:
        raise NotFound("There is no such table.") from None


def asked_page() -> int:
    """The page of a list that the address names, from 1."""
    return max(request.args.get("page", 1, type=int), 1)
