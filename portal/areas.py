"""The areas of the portal, in one list: an area that is not here is not served."""

from portal.pages.routes import pages

BLUEPRINTS = (pages,)
