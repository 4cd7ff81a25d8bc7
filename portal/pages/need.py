"""Do we need to file? One question a page, the answers in the address, nothing kept."""

from urllib.parse import urlencode

from apiflask import APIBlueprint
from flask import current_app, render_template, request
from flask_babel import gettext as _

from portal.access import Who, allow
from statements.filing import profiles
from statements.filing.scope import Asked, answered, next_step
from statements.reference.tables import organisation_kinds

need = APIBlueprint("need", __name__, enable_openapi=False)


@need.get("/need-to-file")
@allow(Who.PUBLIC)
def ask() -> str | tuple[str, int]:
    """The next question, or what follows from the answers so far."""
    rule = profiles.profile(current_app.extensions["settings"].default_profile)
    answers = answered(request.args, kinds=frozenset(organisation_kinds()))
    step = next_step(rule, answers)
    nothing_chosen = isinstance(step, Asked) and request.args.get("asked") == step
    page = render_template(
        "pages/need.html",
        rule=rule,
        offered_for=_choices(),
        answers=answers,
        without={question: _address(answers, question) for question in answers},
        step=step,
        asking=isinstance(step, Asked),
        nothing_chosen=nothing_chosen,
    )
    return (page, 422) if nothing_chosen else page


def _choices() -> dict[str, list[tuple[str, str, str]]]:
    """What may be chosen for each question: value, words, a note."""
    yes_no = [("yes", _("Yes"), ""), ("no", _("No"), "")]
    return {
        Asked.KIND: [(each.code, each.name, each.note) for each in organisation_kinds().values()],
        Asked.HERE: yes_no,
        Asked.SIZE: [*yes_no, ("unsure", _("I do not know"), "")],
        Asked.COVERED: yes_no,
    }


def _address(answers: dict[Asked, str], question: Asked) -> str:
    """The page on which this question is answered anew: what was answered before it stays."""
    order = list(Asked)
    kept = {each.value: value for each, value in answers.items() if order.index(each) < order.index(question)}
    return f"/need-to-file?{urlencode(kept)}" if kept else "/need-to-file"
