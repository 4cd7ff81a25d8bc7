"""One page at a time is rendered in a process, and the same page once, however many ask for it."""

import threading

from flask import template_rendered

from portal import kept
from tests.factories import make_organisation
from tests.published import publish


def test_a_page_that_many_ask_for_at_once_is_rendered_once(app, session, now, monkeypatch) -> None:
    monkeypatch.setattr(kept, "LONGEST_WAIT", 60.0)
    publish(session, organisation=make_organisation(session, name="Kererū Foods", at=now), at=now)
    session.commit()
    rendered: list[str] = []
    answers: list[int] = []

    def note(_app, template, **_rest) -> None:
        rendered.append(template.name)

    def ask() -> None:
        answers.append(app.test_client().get("/statements/1").status_code)

    app.test_client().get("/statements")
    with template_rendered.connected_to(note, app):
        readers = [threading.Thread(target=ask) for _ in range(4)]
        for each in readers:
            each.start()
        for each in readers:
            each.join()
    assert (answers, rendered) == ([200] * 4, ["register/statement.html"])


def test_a_page_that_takes_long_holds_up_nobody_for_ever(monkeypatch) -> None:
    monkeypatch.setattr(kept, "LONGEST_WAIT", 0.01)
    pages = kept.Pages(release="")
    with pages.turn_to_render(), pages.turn_to_render():
        assert pages.rendering.locked()
    assert not pages.rendering.locked()
