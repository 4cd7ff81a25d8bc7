"""The receipt as a PDF: its number, the time, the hash of each document and of the whole content."""

from typing import Any
from zoneinfo import ZoneInfo

from apiflask import APIBlueprint
from flask import Response, current_app
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from portal import db
from portal.access import Who, allow
from portal.config import Settings
from portal.filing.work import Work, open_work
from portal.formatting import show_date, show_moment, show_size
from statements.errors import NotFound
from statements.filing import queries
from statements.filing.models import Receipt, Version
from statements.reports.typeset import typeset

filing_receipts = APIBlueprint("filing_receipts", __name__, enable_openapi=False)


@filing_receipts.get("/filing/<int:number>/receipt/<int:version>.pdf")
@allow(Who.MEMBER)
def pdf(number: int, version: int) -> Response:
    """The receipt of a version as a tagged PDF: the same bytes whenever it is asked for."""
    work = open_work(number)
    found = next((each for each in queries.versions_of(db.session(), work.statement) if each.number == version), None)
    if found is None:
        raise NotFound("There is no such version.")
    receipt = queries.receipt_of(db.session(), found)
    answer = Response(typeset("receipt", _content(work, found, receipt)), mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f"inline; filename={receipt.number}.pdf"
    return answer


def _content(work: Work, version: Version, receipt: Receipt) -> dict[str, Any]:
    settings: Settings = current_app.extensions["settings"]
    others = [each.organisation for each in version.coverage if each.organisation_id != work.statement.organisation_id]
    return {
        "title": _("Statement received"),
        "service": settings.service_name,
        "language": str(get_locale() or "en")[:2],
        "number": receipt.number,
        "number_label": _("Receipt number"),
        "facts": _facts(work, version, receipt, ZoneInfo(settings.time_zone)),
        "documents_label": _("Documents"),
        "documents": [
            {
                "name": each.filename,
                "about": f"{show_size(each.size)}, {ngettext('%(num)s page', '%(num)s pages', len(each.pages))}",
                "sha256": each.sha256,
            }
            for each in version.documents
        ],
        "covers_label": _("Organisations covered besides it"),
        "covers": sorted(each.name for each in others),
        "proof_label": _("What this proves"),
        "proof": _(
            "The register received this content at this time. Anyone who holds a document can work out its SHA-256 and "
            "compare. The line below is the SHA-256 of everything that was sent: answers, approval, documents, and "
            "organisations covered."
        ),
        "fingerprint": version.fingerprint,
    }


def _facts(work: Work, version: Version, receipt: Receipt, zone: ZoneInfo) -> list[list[str]]:
    period = f"{show_date(work.statement.period_start, zone)} {_('to')} {show_date(work.statement.period_end, zone)}"
    stated = _("%(number)s, version %(version)s", number=work.statement.number, version=version.number)
    facts = [
        [_("Organisation"), work.statement.organisation.name],
        [_("Reporting period"), period],
        [_("Statement"), stated],
        [_("Received"), f"{show_moment(receipt.issued_at, zone)} ({receipt.issued_at:%Y-%m-%dT%H:%M:%SZ})"],
    ]
    if version.signature.get("name"):
        facts.append([_("Signed by"), f"{version.signature['name']}, {version.signature['role']}"])
    return facts
