"""Every table of the domain, gathered for the migrations and for tests that build a database."""

from statements.action_plan import models as action_plan
from statements.db import Base
from statements.events import models as events
from statements.filing import models as filing
from statements.jobs import models as jobs
from statements.moderation import models as moderation
from statements.moderation import notice_models, reader_models
from statements.organisations import models as organisations
from statements.people import models as people
from statements.register import alert_models, snapshot_models
from statements.reports import models as reports
from statements.suppliers import models as suppliers

ROOMS = (
    *(events, jobs, organisations, people, filing, moderation, notice_models, reader_models, alert_models),
    snapshot_models,
    *(suppliers, reports, action_plan),
)
metadata = Base.metadata
