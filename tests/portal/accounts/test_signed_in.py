"""The helper that other tests lean on really signs in."""

from statements.people.models import Role
from tests.factories import make_organisation
from tests.signed_in import signed_in_as


def test_a_signed_in_browser_is_known_to_the_portal(app, session, now) -> None:
    company = make_organisation(session, name="Acme Demonstration", at=now)
    one = signed_in_as(app, session, Role.FILER, organisation=company, at=now, name="Ada Ash")
    assert one.get("/account/login").location == "/desk"
    anonymous = app.test_client().get("/account/change")
    assert anonymous.status_code == 302
    assert "/account/login" in anonymous.location
