"""The areas of the portal, in one list: an area that is not here is not served."""

from portal.accounts.acting import acting
from portal.accounts.again import again
from portal.accounts.calendar import calendar
from portal.accounts.desk import desk
from portal.accounts.mail_pages import mail_pages
from portal.accounts.requests import requests
from portal.accounts.routes import accounts
from portal.action_plan.annual import plan_annual
from portal.action_plan.assigning import plan_assigning
from portal.action_plan.lists import plan_lists
from portal.action_plan.live import plan_live
from portal.action_plan.notes import plan_notes
from portal.action_plan.policy import plan_policy
from portal.action_plan.releases import plan_releases
from portal.action_plan.routes import action_plan
from portal.action_plan.views import plan_views
from portal.api.changes import changes_api
from portal.api.organisations import organisations_api
from portal.api.statements import statements_api
from portal.filing.changes import filing_changes
from portal.filing.covers import filing_covers
from portal.filing.crossings import filing_crossings
from portal.filing.declaration import declaration
from portal.filing.documents import filing_documents
from portal.filing.lateness import filing_lateness
from portal.filing.not_us import not_us
from portal.filing.reading import filing_reading
from portal.filing.receipts import filing_receipts
from portal.filing.routes import filing
from portal.filing.sections import filing_sections
from portal.filing.sending import filing_sending
from portal.filing.spreadsheet import filing_spreadsheet
from portal.filing.taken_over import filing_taken_over
from portal.filing.unsaved import filing_unsaved
from portal.moderation.audit import audit
from portal.moderation.cases import cases
from portal.moderation.double_reading import double_reading
from portal.moderation.holds import filing_holds
from portal.moderation.lateness import lateness_desk
from portal.moderation.notices import notices
from portal.moderation.obligation_lists import obligation_lists
from portal.moderation.obligations import obligations
from portal.moderation.office_notices import office_notices
from portal.moderation.organisations import office
from portal.moderation.public_notices import public_notices
from portal.moderation.reader_reports import reader_reports
from portal.moderation.readings import readings
from portal.moderation.returning import returning
from portal.moderation.routes import moderation
from portal.moderation.seeing import seeing
from portal.moderation.taking_down import passages
from portal.moderation.walk import walking
from portal.pages.need import need
from portal.pages.routes import pages
from portal.procurement.results import supplier_results
from portal.procurement.returns import procurement_returns
from portal.procurement.routes import procurement
from portal.register.alerting import alerting, one_click
from portal.register.downloads import downloads
from portal.register.finding import finding
from portal.register.open_data import open_data
from portal.register.places import places
from portal.register.routes import register
from portal.register.side_by_side import side_by_side
from portal.register.snapshot_pages import snapshot_pages
from portal.register.something_wrong import something_wrong
from portal.reports.packs import frozen_packs
from portal.reports.routes import reports

BLUEPRINTS = (
    accounts,
    acting,
    action_plan,
    audit,
    calendar,
    cases,
    changes_api,
    again,
    alerting,
    declaration,
    desk,
    double_reading,
    filing,
    filing_changes,
    filing_covers,
    filing_crossings,
    filing_documents,
    filing_holds,
    filing_lateness,
    filing_receipts,
    filing_reading,
    filing_sections,
    filing_sending,
    filing_spreadsheet,
    filing_taken_over,
    filing_unsaved,
    downloads,
    finding,
    lateness_desk,
    mail_pages,
    moderation,
    need,
    not_us,
    notices,
    obligations,
    obligation_lists,
    office,
    open_data,
    office_notices,
    one_click,
    organisations_api,
    pages,
    passages,
    plan_annual,
    plan_assigning,
    places,
    plan_lists,
    plan_live,
    plan_notes,
    plan_policy,
    plan_releases,
    plan_views,
    procurement,
    procurement_returns,
    reader_reports,
    readings,
    register,
    reports,
    frozen_packs,
    requests,
    public_notices,
    seeing,
    side_by_side,
    snapshot_pages,
    something_wrong,
    returning,
    statements_api,
    supplier_results,
    walking,
)
