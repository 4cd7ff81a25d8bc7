"""The areas of the portal, in one list: an area that is not here is not served."""

from portal.accounts.acting import acting
from portal.accounts.desk import desk
from portal.accounts.requests import requests
from portal.accounts.routes import accounts
from portal.action_plan.routes import action_plan
from portal.api.organisations import organisations_api
from portal.api.statements import statements_api
from portal.filing.declaration import declaration
from portal.moderation.notices import notices
from portal.moderation.obligations import obligations
from portal.moderation.routes import moderation
from portal.pages.routes import pages
from portal.reports.routes import reports

BLUEPRINTS = (
    accounts,
    acting,
    action_plan,
    declaration,
    desk,
    moderation,
    notices,
    obligations,
    organisations_api,
    pages,
    reports,
    requests,
    statements_api,
)
