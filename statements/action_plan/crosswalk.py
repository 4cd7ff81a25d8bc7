"""What each item of the earlier plan became in the later one: our own reading, each link with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from statements.action_plan import plans
from statements.action_plan.planned import Action, Plan
from statements.filing.datafile import FaultyFile, read

PATH = Path(__file__).with_name("crosswalk.toml")
KINDS = ("continues", "in part")


@dataclass(frozen=True)
class Link:
    """A later action that carries on an earlier item: wholly or in part, and why we say so."""

    to: str
    kind: str
    reason: str


@dataclass(frozen=True)
class Item:
    """One item of the earlier plan with its links; `nothing` says why there is none."""

    number: str
    links: tuple[Link, ...] = ()
    nothing: str = ""


@dataclass(frozen=True)
class New:
    """A later action to which no earlier item leads, and why."""

    number: str
    reason: str


@dataclass(frozen=True)
class Crosswalk:
    """Both plans by key, every earlier item, every later action that is new."""

    earlier: str
    later: str
    items: tuple[Item, ...]
    new: tuple[New, ...]

    def after(self, number: str) -> Item | None:
        """What the earlier item of this number became."""
        return next((each for each in self.items if each.number == number), None)

    def before(self, number: str) -> list[tuple[str, Link]]:
        """The earlier items that lead to the later action of this number."""
        return [(item.number, link) for item in self.items for link in item.links if link.to == number]

    def new_one(self, number: str) -> New | None:
        """Why the later action of this number is new; None where it is not."""
        return next((each for each in self.new if each.number == number), None)


@cache
def crosswalk() -> Crosswalk:
    """The crosswalk. Raises FaultyFile where an item is missing or a link leads nowhere."""
    return read_crosswalk(PATH)


def read_crosswalk(path: Path) -> Crosswalk:
    """Read a crosswalk's file and hold it against both plans. Raises FaultyFile."""
    found = read(path, Crosswalk)
    faults = list(_faults(found, plans.plan(found.earlier), plans.plan(found.later)))
    if faults:
        raise FaultyFile(f"{path.name}: {'; '.join(faults)}")
    return found


def rows() -> list[tuple[Action, Item, list[tuple[Action, Link]]]]:
    """Each earlier action with what it became, in the plan's order."""
    walk = crosswalk()
    earlier, later = plans.plan(walk.earlier), plans.plan(walk.later)
    return [
        (earlier.action(item.number), item, [(later.action(link.to), link) for link in item.links])
        for item in walk.items
    ]


def _faults(walk: Crosswalk, earlier: Plan, later: Plan) -> Iterator[str]:
    if [each.number for each in walk.items] != [each.number for each in earlier.actions]:
        yield "the items are not those of the earlier plan in its order"
    numbers = {each.number for each in later.actions}
    reached = {link.to for item in walk.items for link in item.links}
    fresh = {each.number for each in walk.new}
    if reached | fresh != numbers or reached & fresh:
        yield f"neither reached nor new, or both: {sorted((numbers - reached - fresh) | (reached & fresh))}"
    for item in walk.items:
        if bool(item.links) == bool(item.nothing) or any(link.kind not in KINDS for link in item.links):
            yield f"item {item.number} needs links of a known kind, or words on why there is none"
