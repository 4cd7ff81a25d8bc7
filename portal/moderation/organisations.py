"""What officers put right about organisations: renamed, merged, split, wrongly matched, and said openly."""

from collections.abc import Callable, Sequence

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovCheckboxInput, GovSubmitInput, GovTextArea, GovTextInput
from werkzeug.wrappers import Response
from wtforms import BooleanField, RadioField, StringField, SubmitField, TextAreaField

from portal import carried
from portal.access import Who, actor, allow
from portal.db import now, session
from portal.fields import DateParts, PlainRadios, offered
from portal.forms import show_problems
from portal.moderation import words
from portal.moderation.barring import why_barred
from statements.clock import local_date
from statements.errors import Conflict, Invalid, NotFound, Problem
from statements.filing.answers import spoken
from statements.filing.parsers import parse_date
from statements.moderation import assignment, corrections, inheritance, succession
from statements.organisations import addresses, obligations_service, statuses
from statements.organisations import service as organisations
from statements.organisations.models import Obligation, Organisation

office = APIBlueprint("office", __name__, enable_openapi=False, url_prefix="/review")

Answer = str | Response | tuple[str, int]


class RenameForm(FlaskForm):
    """A new legal name."""

    name = StringField(_l("New legal name"), widget=GovTextInput())
    on = DateParts(_l("From which day"))
    new_address = BooleanField(_l("Give it a new address too; the old one leads there"), widget=GovCheckboxInput())
    reason = TextAreaField(_l("What this rests on. It is public."), widget=GovTextArea())
    send = SubmitField(_l("Rename"), widget=GovSubmitInput())


class OtherForm(FlaskForm):
    """Another organisation, by its address, number or name."""

    other = StringField(_l("NZBN, full name, or the last part of its address"), widget=GovTextInput())
    reason = TextAreaField(_l("What this rests on. It is public."), widget=GovTextArea())
    send = SubmitField(widget=GovSubmitInput())


class SplitForm(FlaskForm):
    """A new organisation that gets some of the statements."""

    name = StringField(_l("Legal name of the new organisation"), widget=GovTextInput())
    statements = StringField(_l("Numbers of the statements it gets, with commas between"), widget=GovTextInput())
    reason = TextAreaField(_l("What this rests on. It is public."), widget=GovTextArea())
    send = SubmitField(_l("Split"), widget=GovSubmitInput())


class NoteForm(FlaskForm):
    """What the register got wrong."""

    text = TextAreaField(_l("What was wrong, and what is right now. It is public."), widget=GovTextArea())
    send = SubmitField(_l("Publish this correction"), widget=GovSubmitInput())


class StatusForm(FlaskForm):
    """Whether it stands, from which day, and where that is known from."""

    status = RadioField(_l("What it is"), validate_choice=False, widget=PlainRadios())
    since = DateParts(_l("From which day"))
    source = TextAreaField(_l("Where this is known from. It is public."), widget=GovTextArea())
    send = SubmitField(_l("Write it down"), widget=GovSubmitInput())


@office.get("/organisations")
@allow(Who.OFFICER)
def find() -> str:
    """Look for an organisation."""
    wanted = request.args.get("q", "")[:200]
    found = organisations.find(session(), wanted) if wanted.strip() else []
    return render_template("moderation/organisations.html", wanted=wanted, found=found)


@office.get("/organisations/<slug>")
@allow(Who.OFFICER)
def show(slug: str) -> str | Response:
    """One organisation with its statements, obligations and history."""
    leads = addresses.leads_to(session(), slug)
    if leads is not None:
        return redirect(url_for(".show", slug=leads), 301)
    found = _load(slug)
    return render_template(
        "moderation/organisation.html",
        organisation=found,
        statements=succession.statements_of(session(), found),
        obligations=obligations_service.of_organisation(session(), organisation_id=found.id),
        history=inheritance.history_of(session(), found),
        status=statuses.current(session(), [found.id]).get(found.id),
        words=words,
    )


@office.route("/organisations/<slug>/rename", methods=["GET", "POST"])
@allow(Who.OFFICER)
def rename(slug: str) -> Answer:
    """Give it a new name."""
    found, form = _load(slug), RenameForm()
    today = local_date(now(), carried.settings().time_zone)
    form.on.description = _("Leave it empty for today, %(day)s.", day=spoken(today))

    def do() -> Organisation:
        on = parse_date(form.on.data) if form.on.data else today
        if on is None:
            raise Invalid([Problem(_("This is not a date."), field="on")])
        succession.rename(
            session(),
            organisation=found,
            name=form.name.data or "",
            on=on,
            reason=form.reason.data or "",
            new_address=bool(form.new_address.data),
            by=actor(),
            at=now(),
        )
        flash(_("It is called %(name)s from %(day)s on.", name=found.name, day=spoken(on)))
        return found

    return _ask(form, _("Rename %(name)s", name=found.name), found, do)


@office.route("/organisations/<slug>/merge", methods=["GET", "POST"])
@allow(Who.OFFICER)
def merge(slug: str) -> Answer:
    """Make it one with another."""
    found, form = _load(slug), OtherForm()
    form.send.label.text = _("Merge")

    def do() -> Organisation:
        into = _other(form.other.data or "")
        reason = form.reason.data or ""
        succession.merge(session(), organisation=found, into=into, reason=reason, by=actor(), at=now())
        return into

    return _ask(form, _("Merge %(name)s into another organisation", name=found.name), found, do)


@office.route("/organisations/<slug>/split", methods=["GET", "POST"])
@allow(Who.OFFICER)
def split(slug: str) -> Answer:
    """Make two of it."""
    found, form = _load(slug), SplitForm()

    def do() -> Organisation:
        given = [each.strip() for each in (form.statements.data or "").split(",") if each.strip()]
        if not all(each.isdecimal() for each in given):
            raise Invalid([Problem(_("Give numbers, with commas between."), field="statements")])
        numbers = [int(each) for each in given]
        name, reason = form.name.data or "", form.reason.data or ""
        return succession.split(
            session(), organisation=found, name=name, statements=numbers, reason=reason, by=actor(), at=now()
        )

    return _ask(form, _("Split %(name)s", name=found.name), found, do)


@office.route("/organisations/<slug>/correction", methods=["GET", "POST"])
@allow(Who.OFFICER)
def correct(slug: str) -> Answer:
    """Say openly what the register got wrong."""
    found, form = _load(slug), NoteForm()

    def do() -> Organisation:
        text = form.text.data or ""
        corrections.correct(session(), organisation=found, text=text, by=actor(), at=now())
        return found

    return _ask(form, _("Correct what the register said of %(name)s", name=found.name), found, do)


@office.route("/organisations/<slug>/status", methods=["GET", "POST"])
@allow(Who.OFFICER)
def note_status(slug: str) -> Answer:
    """Write down that it was dissolved, is in liquidation or stands again."""
    found, form = _load(slug), StatusForm()
    form.status.choices = offered(words.STATUSES.items())

    def do() -> Organisation:
        given = {"status": form.status.data or "", "source": form.source.data or ""}
        since = parse_date(form.since.data or "")
        corrections.note_status(session(), organisation=found, since=since, **given, by=actor(), at=now())
        return found

    return _ask(form, _("Whether %(name)s stands", name=found.name), found, do)


@office.route("/statements/<int:number>/rematch", methods=["GET", "POST"])
@allow(Who.OFFICER)
def rematch(number: int) -> Answer:
    """Give a statement to the organisation that it is really of."""
    statement, form = assignment.case_numbered(session(), number).statement, OtherForm()
    form.send.label.text = _("Move the statement")
    first = statement.organisation

    def do() -> Organisation:
        to, reason = _other(form.other.data or ""), form.reason.data or ""
        owed = succession.rematch(session(), statement=statement, to=to, reason=reason, by=actor(), at=now())
        if owed is not None:
            told = {"name": first.name, "end": spoken(owed.period_end), "due": spoken(owed.due_on)}
            flash(_("%(name)s owes a statement for the period to %(end)s again; it was due on %(due)s.", **told))
        return to

    title = _("Statement %(number)s is of another organisation", number=number)
    return _ask(form, title, first, do, notes=[_would_owe(first, inheritance.answered_by(session(), statement))])


def _would_owe(first: Organisation, owed: Obligation | None) -> str:
    """What moving a statement will mean for the organisation that it is listed under."""
    if owed is None:
        return _("No obligation of %(name)s is answered by this statement: nothing becomes owed.", name=first.name)
    told = {"name": first.name, "end": spoken(owed.period_end), "due": spoken(owed.due_on)}
    again = _(
        "When it moves, %(name)s owes a statement for the period to %(end)s again; it was due on %(due)s.", **told
    )
    return f"{again} {_('Unless another statement that was received covers it for the same period.')}"


def _ask(
    form: FlaskForm,
    title: str,
    organisation: Organisation,
    do: Callable[[], Organisation],
    notes: Sequence[str] = (),
) -> Answer:
    """A page with a form that does something about an organisation and leads to the one it leaves."""
    if form.validate_on_submit():
        try:
            left = do()
            flash(_("Done. It stands in the history with your reason."))
            return redirect(url_for("office.show", slug=left.slug), 303)
        except (Conflict, Invalid) as error:
            show_problems(form, error)
            if form.form_errors:
                form.send.errors = form.form_errors
    given = {"organisation": organisation, "notes": notes, "barred": why_barred(organisation.id)}
    text = render_template("moderation/office.html", form=form, title=title, **given)
    return (text, 422) if form.errors else text


def _load(slug: str) -> Organisation:
    found = organisations.by_slug(session(), slug)
    if found is None:
        raise NotFound(_("There is no such organisation."))
    return found


def _other(text: str) -> Organisation:
    """The one organisation that this text stands for. Raises Invalid where it is none or several."""
    known = organisations.by_slug(session(), text.strip().rsplit("/", 1)[-1]) if text.strip() else None
    found = [known] if known else organisations.find(session(), text, limit=6)
    standing = [each for each in found if each.merged_into_id is None]
    if len(standing) != 1:
        several = "; ".join(f"{each.name} ({each.slug})" for each in standing)
        fault = (
            _("Several may be meant: %(names)s.", names=several) if several else _("No organisation is found by this.")
        )
        raise Invalid([Problem(fault, field="other")])
    return standing[0]
