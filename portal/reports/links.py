"""Every figure opens the list that it counts: the address for a cell of a pack."""

from urllib.parse import urlencode

from statements.organisations.obligations import Standing
from statements.reports import summary
from statements.reports.figures import Audience, Column, Pack, Row, Table

STANDING_KEYS = {summary.standing_column(each).key: each.value.replace(" ", "-") for each in Standing}


class LinkMaker:
    """Makes the addresses of one pack's cells."""

    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.obligations = "/reports/office/obligations" if pack.audience is Audience.OFFICE else "/reports/obligations"

    def cell(self, table: Table, row: Row, column: Column) -> str:
        """The address of the list that this cell counts; empty where there is none (sums of answers)."""
        if table.key == "standings":
            return self._obligations(standing=STANDING_KEYS[row.key])
        if table.key.startswith("criteria-"):
            return self._address("/reports/findings", year=self.pack.year, criterion=row.key, level=column.key)
        if table.key == "year":
            return self._statements(column, year=row.key)
        if table.dimension in summary.DIMENSIONS:
            if column.key in STANDING_KEYS:
                return self._obligations(standing=STANDING_KEYS[column.key], **{table.dimension: row.key})
            return self._statements(column, year=str(self.pack.year), **{table.dimension: row.key})
        return ""

    def _statements(self, column: Column, **filters: str) -> str:
        more = {"profile": "confirmed"} if column is summary.PROFILES else {}
        return self._address("/statements", law=self.pack.profile, state="published", **filters, **more)

    def _obligations(self, **filters: str) -> str:
        return self._address(self.obligations, year=self.pack.year, **filters)

    def _address(self, path: str, **filters: object) -> str:
        return f"{path}?{urlencode(filters)}"
