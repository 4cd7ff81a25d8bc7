"""Mail about what is new: asking for it, confirming it, ending it. No account, no cookie; the link is the key."""

from apiflask import APIBlueprint
from flask import current_app, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from govuk_frontend_wtf.wtforms_widgets import GovSubmitInput, GovTextInput
from werkzeug.wrappers import Response
from wtforms import EmailField, SubmitField

from portal import cookieless, db, reader_links
from portal.access import Who, allow
from portal.forms import show_problems
from portal.register import asked
from statements.errors import Invalid
from statements.register import alerts, organisations
from statements.register.alert_models import Alert
from statements.register.search import SearchQuery

alerting = APIBlueprint("alerting", __name__, enable_openapi=False, url_prefix="/alerts")
cookieless.guard(alerting)
one_click = APIBlueprint("one_click", __name__, enable_openapi=False, url_prefix="/alerts")
cookieless.exempt(one_click)

Answer = str | Response | tuple[str, int]


class AlertForm(cookieless.CookielessForm):
    """Where to write."""

    email = EmailField(
        lazy_gettext("Your email address"),
        description=lazy_gettext("Used for these mails only, shown to nobody, deleted when you end them."),
        widget=GovTextInput(),
        render_kw={"autocomplete": "email", "spellcheck": "false"},
    )
    send = SubmitField(lazy_gettext("Send me a link to confirm"), widget=GovSubmitInput())


@alerting.route("/new", methods=["GET", "POST"])
@allow(Who.PUBLIC)
def ask() -> Answer:
    """Ask for mail about an organisation, or about what a search finds: its address follows the question mark."""
    form, session, query = AlertForm(), db.session(), asked.read(request.args)
    slug = request.args.get("organisation", "")
    shown = organisations.organisation(session, slug) if slug else None
    about = {"organisation_id": shown.id} if shown else {"query": query}
    if request.method == "POST":
        try:
            alerts.ask(session, address=form.email.data or "", at=db.now(), **about)
            return redirect(url_for(".sent"), 303)
        except Invalid as error:
            show_problems(form, error)
    what = shown.name if shown else label(query)
    back = f"/organisations/{shown.slug}" if shown else asked.address(query)
    text = render_template("register/alert_ask.html", form=form, what=what, back=back)
    return (text, 422) if form.errors else text


@alerting.get("/sent")
@allow(Who.PUBLIC)
def sent() -> str:
    """A link is on its way, if the address may be written to."""
    return render_template("register/alert_sent.html")


@alerting.get("/<token>")
@alerting.get("/<token>/unsubscribe", endpoint="unsubscribe")
@allow(Who.PUBLIC)
def show(token: str) -> str:
    """What an alert is about, and the buttons that confirm and end it."""
    return _page(_alert(token), token)


@alerting.post("/<token>")
@allow(Who.PUBLIC)
def change(token: str) -> str:
    """Confirm an alert, end it, or end every alert of its address."""
    session, alert, at = db.session(), _alert(token), db.now()
    if "confirm" in request.form:
        alerts.confirm(session, alert=alert, at=at)
        return _page(alert, token)
    what = about(alert)
    if "end-all" in request.form:
        alerts.end_all(session, address=alert.address, at=at)
    else:
        alerts.end(session, alert=alert, at=at)
    return render_template("register/alert_ended.html", what=what, every="end-all" in request.form)


@one_click.post("/<token>/unsubscribe")
@allow(Who.PUBLIC)
def at_once(token: str) -> Response:
    """End an alert from a mail program, in one step (RFC 8058); one that had ended has ended."""
    found = alerts.find(db.session(), reader_links.alert_id_of(token, _secret()))
    if found is not None:
        alerts.end(db.session(), alert=found, at=db.now())
    return Response("ended\n", mimetype="text/plain")


def about(alert: Alert) -> str:
    """What an alert is about, in words."""
    return alert.organisation.name if alert.organisation else label(alerts.query_of(alert.wanted))


def label(query: SearchQuery) -> str:
    """What a search is about, in words."""
    parts = [f"“{query.text}”"] if query.text else []
    parts += [f"{chip.title}: {chip.label}" for chip in asked.chips(query)]
    return "; ".join(parts) or gettext("every statement")


def _alert(token: str) -> Alert:
    return alerts.load(db.session(), reader_links.alert_id_of(token, _secret()))


def _page(alert: Alert, token: str) -> str:
    query = alerts.query_of(alert.wanted)
    page = f"/organisations/{alert.organisation.slug}" if alert.organisation else asked.address(query)
    return render_template("register/alert.html", alert=alert, what=about(alert), page=page, token=token)


def _secret() -> str:
    return str(current_app.config["SECRET_KEY"])
