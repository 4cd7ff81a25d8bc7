"""The officer's pages: the queue, and one version with its text, answers and findings."""

import json
import uuid
from typing import Any

from apiflask import APIBlueprint
from flask import Response, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from portal import carried
from portal.access import Who, actor, allow
from portal.db import now, session
from portal.moderation import words
from portal.moderation.barring import why_barred
from portal.moderation.forms import (
    ConfirmRestForm,
    EvidenceForm,
    FindingForm,
    PublishForm,
    ReasonForm,
    ReturnForm,
    add_problems,
)
from portal.opened import note_opened
from statements.errors import Invalid, NotFound
from statements.events.models import Way
from statements.moderation import (
    assignment,
    choosing,
    desk,
    double_reading,
    reader_reports,
    reasons,
    second_opinions,
    service,
    taking_away,
)
from statements.moderation.assess import load_version
from statements.moderation.flags import Flag
from statements.moderation.queue import QueueFilter, Stage, next_in_queue, read_queue
from statements.reference.tables import non_working_days

moderation = APIBlueprint("moderation", __name__, enable_openapi=False, url_prefix="/review")

Answer = str | AnyResponse | tuple[str, int]


@moderation.get("")
@allow(Who.OFFICER)
def queue() -> str:
    """The versions that wait for an officer, hard cases first."""
    given, whose = request.args, request.args.get("who", "")
    officers = assignment.officers(session())
    wanted = QueueFilter(
        stage=Stage(given["stage"]) if given.get("stage") in set(Stage) else Stage.TO_PUBLISH,
        flag=Flag(given["flag"]) if given.get("flag") in set(Flag) else None,
        text=given.get("q", "")[:200],
        officer=words.whose_cases(whose, actor(), officers),
        unassigned=whose == words.NOBODY,
        page=max(given.get("page", 1, type=int), 1),
    )
    found = read_queue(session(), wanted)
    whom = {"whose": whose, "officers": officers, "me": actor()}
    whom["opinions"] = len(second_opinions.waiting_for(session(), officer_id=actor()))
    whom["reported"] = reader_reports.waiting(session())
    return render_template("moderation/queue.html", found=found, wanted=wanted, words=words, **whom)


@moderation.get("/<uuid:version_id>")
@allow(Who.OFFICER)
def version(version_id: uuid.UUID) -> Answer:
    """One version: its text beside what was found in it. Whoever reads it blind is led there until they are done."""
    blind = double_reading.begun(session(), version_id=version_id, officer_id=actor())
    if blind is not None:
        return redirect(url_for("double_reading.read", reading_id=blind.id))
    _note_read(version_id, Way.TEXT)
    return show_version(version_id)


def show_version(version_id: uuid.UUID, **forms: Any) -> str:
    """The officer's page of a version; `forms` are those that came back with problems."""
    page = desk.review_page(session(), version_id=version_id)
    return render_template(
        "moderation/version.html",
        page=page,
        covered=desk.covered_by(session(), page.version),
        words=words,
        next_id=next_in_queue(session(), after=version_id, officer_id=actor()),
        case=assignment.assignment_of(session(), page.version.statement),
        barred=why_barred(page.version.statement.organisation_id),
        me=actor(),
        edited=forms.get("edited", {}),
        publish_form=forms.get("publish_form") or PublishForm(formdata=None),
    )


@moderation.post("/<uuid:version_id>/findings/<criterion>")
@allow(Who.OFFICER)
def decide(version_id: uuid.UUID, criterion: str) -> Answer:
    """Confirm or change one finding."""
    finding = desk.finding_row(session(), version_id=version_id, criterion=criterion)
    form = FindingForm()
    if form.validate_on_submit():
        try:
            service.decide_finding(session(), finding=finding, **form.decision, by=actor(), at=now())
            return redirect(url_for(".version", version_id=version_id, _anchor=criterion))
        except Invalid as error:
            add_problems(form, error.problems, "level")
    return show_version(version_id, edited={criterion: form}), 422


@moderation.route("/<uuid:version_id>/findings/<criterion>/evidence", methods=["GET", "POST"])
@allow(Who.OFFICER)
def choose_evidence(version_id: uuid.UUID, criterion: str) -> Answer:
    """Choose in the text itself which sentences a finding rests on."""
    page, form = choosing.evidence_page(session(), version_id=version_id, criterion=criterion), EvidenceForm()
    if form.validate_on_submit():
        try:
            service.decide_finding(session(), finding=page.row, **form.decision(page.row), by=actor(), at=now())
            if request.args.get("walk"):
                return redirect(url_for("walk.begin", version_id=version_id))
            return redirect(url_for(".version", version_id=version_id, _anchor=criterion))
        except Invalid as error:
            add_problems(form, error.problems, "evidence")
    if not form.is_submitted():
        _note_read(version_id, Way.TEXT)
    ticked = (form.evidence.data or []) if form.is_submitted() else page.evidence
    shown = form if form.is_submitted() else None
    barred = why_barred(page.version.statement.organisation_id)
    text = render_template("moderation/evidence.html", page=page, form=shown, ticked=ticked, barred=barred)
    return (text, 422) if form.errors else text


@moderation.post("/<uuid:version_id>/confirm-rest")
@allow(Who.OFFICER)
def confirm_rest(version_id: uuid.UUID) -> Answer:
    """Confirm the listed findings as they stand."""
    reading = desk.reading_of(session(), load_version(session(), version_id))
    form = ConfirmRestForm()
    if reading is None or not form.validate_on_submit():
        raise NotFound(_("There is nothing to confirm yet."))
    service.confirm_rest(session(), assessment=reading.assessment, seen=form.revisions, by=actor(), at=now())
    return redirect(url_for(".version", version_id=version_id, _anchor="decision"))


@moderation.post("/<uuid:version_id>/publish")
@allow(Who.OFFICER)
def publish(version_id: uuid.UUID) -> Answer:
    """Publish the version's document and answers."""
    form = PublishForm()
    if not form.validate_on_submit():
        return show_version(version_id, publish_form=form), 422
    found = load_version(session(), version_id)
    service.publish(session(), version=found, reason=form.reason.data or "", by=actor(), at=now())
    return redirect(url_for(".version", version_id=version_id, _anchor="decision"))


@moderation.route("/<uuid:version_id>/return", methods=["GET", "POST"])
@allow(Who.OFFICER)
def return_version(version_id: uuid.UUID) -> Answer:
    """Send the version back to its filer with reasons."""
    page, form = desk.review_page(session(), version_id=version_id), ReturnForm()
    typed = {key[6:]: text for key, text in request.form.items() if key.startswith("point-")}
    picked = request.form.getlist("use")
    if form.validate_on_submit():
        whole, points = reasons.points_of(session(), picked=picked, typed=typed)
        reason = "\n\n".join(each for each in (whole, (form.reason.data or "").strip()) if each)
        try:
            service.return_to_filer(session(), version=page.version, reason=reason, points=points, by=actor(), at=now())
            return redirect(url_for(".version", version_id=version_id, _anchor="decision"))
        except Invalid as error:
            add_problems(form, error.problems, "reason")
    given = {"typed": typed, "picked": picked, "library": reasons.library(session())}
    given["barred"] = why_barred(page.version.statement.organisation_id)
    text = render_template("moderation/return.html", page=page, form=form, **given)
    return (text, 422) if form.errors else text


@moderation.post("/<uuid:version_id>/notice")
@allow(Who.OFFICER)
def give_notice(version_id: uuid.UUID) -> Answer:
    """Confirm the profile and tell the organisation until when it may answer."""
    reading = desk.reading_of(session(), load_version(session(), version_id))
    if reading is None:
        raise NotFound(_("This version has not been read yet."))
    settings, assessment = carried.settings(), reading.assessment
    days, holidays = settings.notice_working_days, non_working_days()
    service.confirm_profile(
        session(), assessment=assessment, by=actor(), at=now(), working_days=days, holidays=holidays
    )
    double_reading.sample(session(), assessment=assessment, percent=settings.double_reading_percent, at=now())
    return redirect(url_for(".version", version_id=version_id, _anchor="decision"))


@moderation.route("/<uuid:version_id>/take-back", methods=["GET", "POST"])
@allow(Who.OFFICER)
def take_back(version_id: uuid.UUID) -> Answer:
    """Take back the notice of a profile, with the reason."""
    reading = desk.reading_of(session(), load_version(session(), version_id))
    if reading is None or reading.notice is None:
        raise NotFound(_("No notice was given of this version."))
    notice = reading.notice

    def do(text: str) -> None:
        service.recall_notice(session(), notice=notice, reason=text, by=actor(), at=now())

    told = _("Take back the notice"), _("Why it is taken back"), _("Findings can be changed again afterwards.")
    return _with_reason(version_id, told, do)


@moderation.route("/<uuid:version_id>/withdraw", methods=["GET", "POST"])
@allow(Who.OFFICER)
def withdraw(version_id: uuid.UUID) -> Answer:
    """Withdraw the statement from the register, with a public reason."""
    statement = load_version(session(), version_id).statement

    def do(text: str) -> None:
        service.withdraw(session(), statement=statement, reason=text, by=actor(), at=now())

    told = _("Withdraw the statement"), _("Why it is withdrawn"), _("It stays listed, and this reason is public.")
    return _with_reason(version_id, told, do)


@moderation.get("/<uuid:version_id>/documents/<sha256>")
@allow(Who.OFFICER)
def document(version_id: uuid.UUID, sha256: str) -> Response:
    """An original file of the version, also before it is published."""
    found = [each for each in load_version(session(), version_id).documents if each.sha256 == sha256]
    if not found:
        raise NotFound(_("This version has no such document."))
    note_opened([sha256], Way.OFFICE, version_id=version_id)
    answer = Response(carried.store().get(sha256), mimetype=found[0].media_type)
    answer.headers.set("Content-Disposition", "attachment", filename=found[0].filename)
    return answer


@moderation.get("/<uuid:version_id>/assessment.json")
@allow(Who.OFFICER)
def assessment(version_id: uuid.UUID) -> Response:
    """The whole assessment as it stands, to take away and to recompute."""
    found = load_version(session(), version_id)
    told = taking_away.for_officers(session(), version=found)
    _note_read(version_id, Way.EXPORT)
    answer = Response(json.dumps(told, ensure_ascii=False, indent=1), mimetype="application/json")
    name = f"assessment-{found.statement.number}-{found.number}.json"
    answer.headers.set("Content-Disposition", "attachment", filename=name)
    return answer


def _note_read(version_id: uuid.UUID, way: Way) -> None:
    """Write down that the officer opens the text of every document of the version."""
    documents = load_version(session(), version_id).documents
    note_opened([each.sha256 for each in documents], way, version_id=version_id)


def _with_reason(version_id: uuid.UUID, told: tuple[str, str, str], do: Any) -> Answer:
    """A page that asks for a reason before it does something; it goes back to the version afterwards."""
    form = ReasonForm()
    form.text.label.text, form.send.label.text = told[1], told[0]
    if form.validate_on_submit():
        try:
            do(form.text.data or "")
            return redirect(url_for(".version", version_id=version_id, _anchor="decision"))
        except Invalid as error:
            add_problems(form, error.problems, "text")
    version = load_version(session(), version_id)
    given = {"barred": why_barred(version.statement.organisation_id), "version": version}
    given |= {"title": told[0], "hint": told[2], "back": url_for(".version", version_id=version_id)}
    text = render_template("moderation/reason.html", form=form, **given)
    return (text, 422) if form.errors else text
