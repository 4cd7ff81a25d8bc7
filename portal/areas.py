"""The areas of the portal, in one list: an area that is not here is not served."""

from portal.action_plan.routes import action_plan
from portal.pages.routes import pages
from portal.reports.routes import reports

BLUEPRINTS = (pages, action_plan, reports)
