"""Whether the officer who looks at a page may decide there: what the page shows in place of its forms."""

import uuid

from portal.access import actor
from portal.db import session
from statements.people import interests


def why_barred(organisation_id: uuid.UUID) -> str:
    """Why whoever is signed in may decide nothing about this organisation; empty where they may."""
    return interests.why_barred(session(), officer_id=actor(), organisation_id=organisation_id)
