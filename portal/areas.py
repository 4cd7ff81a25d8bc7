"""The areas of the portal, in one list: an area that is not here is not served."""

from portal.action_plan.routes import action_plan
from portal.pages.routes import pages

BLUEPRINTS = (pages, action_plan)
