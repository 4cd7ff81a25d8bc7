"""Many write one section at once: each who comes second is told, and nothing that was saved is lost."""

from benchmarks import writers


def test_no_edit_is_lost_among_twelve_writers(engine) -> None:
    told = writers.rounds(engine, writers=12, count=3)
    assert (told["saved"], told["lost"]) == (36, 0)
    assert told["told to look again"] >= 3
