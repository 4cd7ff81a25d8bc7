"""The registrar's side of obligations: the imported list, each obligation with its history, and moving it on."""

import csv
import io
import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from govuk_frontend_wtf.wtforms_widgets import GovSelect, GovSubmitInput, GovTextArea
from werkzeug.wrappers import Response
from wtforms import SelectField, SubmitField, TextAreaField
from wtforms.validators import DataRequired, Length

from portal import carried, db
from portal.access import Who, actor, allow
from portal.fields import offered
from portal.moderation.barring import why_barred
from statements.clock import end_of_working_day, local_date
from statements.events import service as events
from statements.filing import owing, reminders
from statements.filing.lateness import facts_of
from statements.limits import REQUEST_TEXT
from statements.organisations import lateness, obligations_service
from statements.organisations.models import LatenessReason, Obligation, ObligationState
from statements.organisations.obligation_list import Listed, Wanted, listed
from statements.organisations.obligations import Standing
from statements.people import outbox, queries
from statements.reference.tables import non_working_days
from statements.register.rows import MARK, cell

obligations = APIBlueprint("obligations", __name__, url_prefix="/review/obligations", enable_openapi=False)

YEAR_DIGITS, LONGEST_QUESTION = 4, 200
ON_A_PAGE, MOST = 50, 20_000
COLUMNS = (
    *("organisation", "address", "law", "period_start", "period_end", "due_on", "filed_on", "standing", "state"),
    *("state_rests_on", "late_because", "late_in_words", "late_said_by", "late_said_at"),
)


class MoveForm(FlaskForm):
    """An obligation's next state, with the reason."""

    state = SelectField(_l("It is now"), widget=GovSelect(), validators=[DataRequired(_l("Choose one."))])
    reason = TextAreaField(
        _l("Why"),
        description=_l("The reason of an exemption is public."),
        widget=GovTextArea(),
        validators=[
            DataRequired(_l("Give a reason.")),
            Length(max=REQUEST_TEXT.value, message=_l("Keep it shorter.")),
        ],
    )
    send = SubmitField(_l("Save"), widget=GovSubmitInput())


@obligations.get("")
@allow(Who.OFFICER)
def show_list() -> str:
    """Obligations by how they stand today, those that wait for a decision first."""
    wanted = _asked(ON_A_PAGE)
    found, because = _found(wanted)
    return render_template("obligations/list.html", found=found, wanted=wanted, standings=Standing, because=because)


@obligations.get("/list.csv")
@allow(Who.OFFICER)
def as_csv() -> Response:
    """The same as CSV, up to 20,000 obligations, with the reasons of what is late: for the office alone."""
    found, because = _found(_asked(MOST))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    writer.writerows([cell(each) for each in _row(owed, how, because.get(owed.id))] for owed, how in found.rows)
    answer = Response(MARK + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="who-owes.csv"'
    return answer


@obligations.route("/<uuid:obligation_id>", methods=["GET", "POST"])
@allow(Who.OFFICER)
def show(obligation_id: uuid.UUID) -> str | Response | tuple[str, int]:
    """One obligation with its history, and the form that moves it on."""
    obligation, form = obligations_service.load(db.session(), obligation_id), MoveForm()
    moves = obligations_service.MOVES[ObligationState(obligation.state)]
    form.state.choices = offered((each.value, each.value.capitalize()) for each in ObligationState if each in moves)
    given = {**_shown(obligation), "form": form}
    if not form.is_submitted():
        return render_template("obligations/one.html", **given)
    if not form.validate():
        return render_template("obligations/one.html", **given), 422
    _move(obligation, ObligationState(form.state.data), form.reason.data or "")
    flash(_("Saved, with your reason."))
    return redirect(url_for("obligations.show", obligation_id=obligation_id), 303)


def _shown(obligation: Obligation) -> dict[str, Any]:
    """What the page of an obligation tells beside its form."""
    session, today = db.session(), local_date(db.now(), carried.settings().time_zone)
    people = {each.person_id for each in queries.members(session, organisation_id=obligation.organisation_id)}
    return {
        "members": len(people),
        "unreached": outbox.unreached(session, people),
        "obligation": obligation,
        "history": events.history(session, subject=obligation),
        "reminders": reminders.sent_for(session, obligation=obligation),
        "said": lateness.said_of(session, obligation_id=obligation.id),
        "late": lateness.is_past_due(facts_of(obligation), on=today),
        "barred": why_barred(obligation.organisation_id),
    }


def _move(obligation: Obligation, to: ObligationState, reason: str) -> None:
    settings, at = carried.settings(), db.now()
    until = end_of_working_day(at, settings.notice_working_days, settings.time_zone, non_working_days())
    owing.decide(db.session(), obligation=obligation, to=to, reason=reason, answered_by=until, by=actor(), at=at)


def _asked(size: int) -> Wanted:
    """What the address asks the list to show."""
    given = request.args
    asked, year = given.get("standing", "").replace("-", " "), given.get("year", "")
    return Wanted(
        standing=Standing(asked) if asked in set(Standing) else None,
        year=int(year) if year.isdecimal() and len(year) == YEAR_DIGITS else None,
        text=given.get("q", "")[:LONGEST_QUESTION],
        page=max(given.get("page", 1, type=int), 1) if size == ON_A_PAGE else 1,
        size=size,
    )


def _found(wanted: Wanted) -> tuple[Listed, dict[uuid.UUID, LatenessReason]]:
    """What is listed today, and the reasons given of what is late."""
    settings = carried.settings()
    today = local_date(db.now(), settings.time_zone)
    found = listed(db.session(), wanted, profile=settings.default_profile, on=today)
    return found, lateness.newest(db.session(), obligation_ids=[each.id for each, _standing in found.rows])


def _row(owed: Obligation, standing: Standing, said: LatenessReason | None) -> list[object]:
    """The cells of an obligation, as COLUMNS names them."""
    told = [owed.organisation.name, owed.organisation.slug, owed.profile, owed.period_start, owed.period_end]
    told += [owed.due_on, owed.filed_on or "", standing.value, owed.state, owed.reason or owed.source]
    if said is None:
        return [*told, "", "", "", ""]
    who = "office" if said.by_office else "organisation"
    return [*told, lateness.title_of(said.code), said.words, who, said.said_at.isoformat()]
