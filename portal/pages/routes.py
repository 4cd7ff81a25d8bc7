"""Pages that only tell: home, about, help, how scoring works, and whether the portal is alive."""

from urllib.parse import urlencode

from apiflask import APIBlueprint
from flask import Response, render_template
from flask.blueprints import BlueprintSetupState

from portal import carried
from portal.access import Who, allow
from portal.counts import counts
from portal.kept import kept, to_strangers
from portal.pages.help import Help, read_help
from portal.pages.help_texts import AUDIENCES, check_audience, help_texts
from scoring.rubric import load, versions
from statements import limits
from statements.reference.tables import ilo_indicators
from statements.register import facets

pages = APIBlueprint("pages", __name__, enable_openapi=False)


@pages.get("/alive")
@allow(Who.PUBLIC)
def alive() -> Response:
    """Say that the process answers; a load balancer asks this."""
    return Response("alive\n", mimetype="text/plain")


@pages.get("/")
@allow(Who.PUBLIC)
@to_strangers(kept)
def home() -> str:
    """The front page."""
    confirmed = urlencode([(facets.pillars()[0], band) for band in facets.BANDS])
    return render_template("pages/home.html", counts=counts(), confirmed=confirmed)


@pages.get("/about")
@allow(Who.PUBLIC)
def about() -> str:
    """What this register is and for whom."""
    return render_template("pages/about.html")


@pages.get("/contact")
@allow(Who.PUBLIC)
def contact() -> str:
    """How to reach the registrar."""
    return render_template("pages/contact.html")


@pages.get("/privacy")
@allow(Who.PUBLIC)
def privacy() -> str:
    """What is kept about people, and what is not."""
    return render_template("pages/privacy.html")


@pages.get("/copyright")
@allow(Who.PUBLIC)
def rights() -> str:
    """Who owns what, and how it may be used again."""
    return render_template("pages/copyright.html")


@pages.get("/accessibility")
@allow(Who.PUBLIC)
def accessibility() -> str:
    """What was tested, what is known not to work, whom to tell."""
    return render_template("pages/accessibility.html")


@pages.get("/scoring")
@allow(Who.PUBLIC)
def scoring() -> str:
    """How a statement is read: the rubric in force, in full."""
    return render_template("pages/scoring.html", rubric=load(versions()[-1]))


@pages.get("/help")
@allow(Who.PUBLIC)
def get_help() -> str:
    """Where a worker, a witness or anyone else finds help."""
    return render_template("pages/help.html", indicators=ilo_indicators().values())


@pages.get("/help/<audience>", defaults={"language": "en"})
@pages.get("/help/<audience>/<language>")
@allow(Who.PUBLIC)
def help_for(audience: str, language: str) -> str:
    """Where one audience finds help: numbers, and words where a named person approved them in this language."""
    settings = carried.settings()
    demonstration, texts = settings.demonstration, help_texts(settings.help_folder)
    check_audience(texts, audience, language)
    found = texts.approved(audience, language, demonstration=demonstration)
    text, approval = found or (None, None)
    numbers = read_help(settings.help_folder)
    return render_template(
        "pages/help_for.html",
        audience=audience,
        audiences=AUDIENCES,
        language=language,
        text=text,
        approval=approval,
        contacts=numbers.of(text.contacts) if text else numbers.contacts,
        languages=texts.languages_of(audience, demonstration=demonstration),
        indicators=ilo_indicators().values(),
    )


@pages.get("/limits")
@allow(Who.PUBLIC)
def show_limits() -> str:
    """What a file, a list or a text may hold."""
    return render_template("pages/limits.html", groups=limits.grouped())


@pages.app_context_processor
def help_everywhere() -> dict[str, Help]:
    """Every page says where help is."""
    return {"help": read_help(carried.settings().help_folder)}


@pages.record
def read_at_start(state: BlueprintSetupState) -> None:
    """Let a faulty file of help stop the start, not a page. Raises FaultyFile."""
    folder = state.app.extensions["settings"].help_folder
    read_help(folder)
    help_texts(folder)
