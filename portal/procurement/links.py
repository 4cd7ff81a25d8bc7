"""Addresses of a checked list: the state of its page is its address, so that it can be kept and passed on."""

import uuid
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from statements.suppliers.view import ListFilter

_NAMES = {"filing": "standing", "tier": "risk", "text": "q"}


@dataclass(frozen=True)
class Links:
    """Makes the address of the same list with something else asked for."""

    list_id: uuid.UUID
    wanted: ListFilter

    def query(self, **changes: object) -> str:
        """The part of the address behind the question mark, defaults left out; a change goes back to page 1."""
        # The keywords are fields of ListFilter, each with a type of its own.
        asked = replace(self.wanted, **{"page": 1, **changes})  # type: ignore[arg-type]
        given = {_NAMES.get(key, key): value for key, value in vars(asked).items() if value != getattr(_PLAIN, key)}
        return urlencode({key: "1" if value is True else value for key, value in given.items()})

    def to(self, **changes: object) -> str:
        """The whole address."""
        query = self.query(**changes)
        return f"/procurement/{self.list_id}" + (f"?{query}" if query else "")

    @property
    def here(self) -> str:
        """The present question, its page included."""
        return self.query(page=self.wanted.page)


_PLAIN = ListFilter()
