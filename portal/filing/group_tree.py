"""A group as its filer picks from it: the tree in order, cut into parts that fold, so that 200 stay one page."""

import uuid
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from statements.organisations.models import Organisation

Placed = tuple[Organisation, int]
"""A member with its depth below the lead."""
SMALL = 20
"""A group of so many is shown as one list."""
LONGEST_PART = 30


@dataclass(frozen=True)
class Part:
    """A run of the tree that folds: how many of it are ticked, and how many are worth a look.

    `is_branch` where it is one member with all that stands below it.
    """

    rows: tuple[Placed, ...]
    ticked: int
    looks: int
    is_branch: bool

    @property
    def key(self) -> str:
        """What its button sends."""
        return f"part-{self.first.id}"

    @property
    def ids(self) -> set[uuid.UUID]:
        """Its members."""
        return {each.id for each, _depth in self.rows}

    @property
    def first(self) -> Organisation:
        """Its first member: the head, where it is a branch."""
        return self.rows[0][0]

    @property
    def last(self) -> Organisation:
        """Its last member."""
        return self.rows[-1][0]


def in_order(below: Sequence[Organisation], lead: Organisation) -> list[Placed]:
    """The group in the order of its tree, each with its depth below the lead."""
    children: dict[uuid.UUID | None, list[Organisation]] = {}
    for each in below:
        children.setdefault(each.parent_id, []).append(each)
    found: list[Placed] = []
    waiting = [(each, 0) for each in reversed(children.get(lead.id, []))]
    while waiting:
        each, depth = waiting.pop()
        found.append((each, depth))
        waiting += [(child, depth + 1) for child in reversed(children.get(each.id, []))]
    return found


def parts(
    group: Sequence[Placed], ticked: Collection[uuid.UUID], noted: Collection[uuid.UUID] = frozenset()
) -> list[Part]:
    """The tree cut where a branch of its own begins, and at the latest after `LONGEST_PART`; a small group is one."""
    return [
        Part(
            rows=tuple(rows),
            ticked=sum(each.id in ticked for each, _depth in rows),
            looks=sum(each.id in noted for each, _depth in rows),
            is_branch=_is_branch(rows, group),
        )
        for rows in _cut(group)
    ]


def _cut(group: Sequence[Placed]) -> Iterator[list[Placed]]:
    rows: list[Placed] = []
    for number, (each, depth) in enumerate(group):
        heads = depth == 0 and group[number + 1 : number + 2] and group[number + 1][1] > 0
        after_branch = depth == 0 and any(below for _one, below in rows)
        if rows and len(group) > SMALL and (heads or after_branch or len(rows) >= LONGEST_PART):
            yield rows
            rows = []
        rows.append((each, depth))
    if rows:
        yield rows


def _is_branch(rows: Sequence[Placed], group: Sequence[Placed]) -> bool:
    end = group.index(rows[-1]) + 1
    is_whole = end == len(group) or group[end][1] == 0
    return is_whole and rows[0][1] == 0 and len(rows) > 1 and all(depth for _each, depth in rows[1:])
