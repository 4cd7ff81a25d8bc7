"""The questions that cost the register most, over what `make bench-search` built: none may take a second.

    .venv/bin/python -m benchmarks.hardest_questions FOLDER

FOLDER is the one of a register that bench-search keeps, such as its folder for 100,000 statements; it is only read.
"""

import argparse
from collections.abc import Callable
from functools import partial

from sqlalchemy.orm import Session

from benchmarks.search import timed
from portal.config import Settings
from statements.db import make_engine, open_session
from statements.register import facets
from statements.register.index import Index, open_index
from statements.register.paging import stretch
from statements.register.search import SearchQuery, Sort, counted, search
from statements.register.wider import wider

ROUNDS = 5
SUBJECT = (
    "workers suppliers risk policy training audit labour human rights chain modern slavery statement board code "
    "conduct report year group company business supply operations due diligence remedy grievance migrant debt fees"
)
LITTLE = "the and of to in our we for is are with that on as by this be"
BEGINNINGS = "co* re* in* de* pr* su* st* tr* wo* ma*"
LONG = (
    '"we are committed to acting ethically and with integrity in all our business dealings and relationships and '
    'to implementing"'
)
TEXTS = {
    "beginning of two letters": "co*",
    "ten beginnings of two letters": " OR ".join(BEGINNINGS.split()),
    "thirty words, any": " OR ".join(SUBJECT.split()),
    "thirty little words, any": " OR ".join((LITTLE.split() * 2)[:30]),
    "forty-seven words, all": f"{SUBJECT} {LITTLE}",
    "phrase of nineteen words": LONG,
    "everything but little words": "-the -and -of -to -in",
    "everything but beginnings": "-a* -co* -th*",
    "two words that nothing holds": "grievence recruitmnet",
}
FAR = (49_980, 99_980)

Work = Callable[[], object]


def questions(index: Index, session: Session) -> dict[str, Work]:
    """What is asked, by what it is called."""
    shown = facets.shown_first()
    asked: dict[str, Work] = {
        name: partial(search, index, session, SearchQuery(text=text, facets=shown)) for name, text in TEXTS.items()
    }
    mistyped = SearchQuery(text=TEXTS["two words that nothing holds"])
    asked["what else could be asked instead of those"] = partial(wider, index, session, mistyped, total=0)
    asked["counts of every filter"] = partial(counted, index, session, SearchQuery(text="workers"), facets.names())
    for offset in FAR:
        for sort in Sort:
            query = SearchQuery(text="slavery", sort=sort, offset=offset, facets=shown)
            asked[f"{offset:,} results down, by {sort}"] = partial(search, index, session, query)
    for sort in Sort:
        query = SearchQuery(text="slavery", sort=sort, offset=FAR[0], facets=())
        cursor = stretch(index, session, query, "").following
        asked[f"by cursor {FAR[0]:,} results down, by {sort}"] = partial(stretch, index, session, query, cursor)
    for name in ("forty-seven words, all", "thirty words, any"):
        query = SearchQuery(text=TEXTS[name], facets=shown)
        asked[f"without an index: {name}"] = partial(search, None, session, query, may_stop=True)
    return asked


def main() -> None:
    """Ask each question ROUNDS times and print the slowest and the median, by the clock and of processor time."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder")
    settings = Settings(data_dir=parser.parse_args().folder, secret_key="only here")
    with open_session(make_engine(settings.database), for_writing=False) as session:
        index = open_index(session, settings.index)
        if index is None:
            raise SystemExit("There is no index there: run make bench-search first.")
        print("| question | median ms | slowest ms | CPU median | CPU slowest |\n|---|---|---|---|---|")
        for name, work in questions(index, session).items():
            walls, cpus = (sorted(each) for each in zip(*(timed(work) for _ in range(ROUNDS)), strict=True))
            figures = (walls[ROUNDS // 2], walls[-1], cpus[ROUNDS // 2], cpus[-1])
            print(f"| {name} | " + " | ".join(f"{each:,.0f}" for each in figures) + " |", flush=True)


if __name__ == "__main__":
    main()
