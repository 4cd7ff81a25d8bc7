"""What the filer and the director are shown before it is filed is exactly what the public reads after."""

from datetime import UTC, datetime

from lxml import html

from portal.filing.links import sign_token
from statements.filing import questionnaire, service, signing
from statements.moderation import service as moderation
from statements.organisations import service as organisations
from tests.filing_world import make_filing_world, make_ready
from tests.signed_in import signed_in
from tests.statements.moderation.world import make_officer

ANSWERS = {
    "structure_description": "We pack kiwifruit – & “nothing else”.\n\nTwo houses, <one> of them leased.",
    "supply_chain_countries": ["TH", "VN"],
    "people_trained": 3,
    "training_given": True,
    "note_to_registrar": "This is between us.",
}


def words(node):
    return " ".join(" ".join(node.itertext()).split())


def answers_of(page, keys, values):
    """Each question that is answered, with its answer in words."""
    tree = html.fromstring(page)
    pairs = zip(tree.xpath(keys), tree.xpath(values), strict=True)
    found = {words(key): words(value) for key, value in pairs}
    return {key: value for key, value in found.items() if value != "Not answered"}


def previewed(page):
    part = "//section[contains(@class, 'filing-part')]//"
    return answers_of(page, f"{part}dt", f"{part}dd")


def test_the_preview_is_exactly_what_becomes_public(app, session, now) -> None:
    world = make_filing_world(session, at=now)
    other = organisations.add(session, name="Kōwhai Packing Limited", kind="company", at=now, by=None)
    draft = make_ready(session, world, at=now, text="We looked, and we found nothing.")
    asked = questionnaire.load("nz-bill-2026")
    chosen = {key: [asked.question(key).options[0].value] for key in ("training_audience", "policies_held")}
    given = ANSWERS | chosen
    service.save(session, draft=draft, by=world.filer.id, at=now, answers=given, covers=[other.id])
    session.commit()
    client, number = signed_in(app, session, world.filer), world.statement.number
    check = client.get(f"/filing/{number}/check").get_data(as_text=True)
    shown = previewed(check)
    assert len(shown) >= 6 and "fewer than 6" in str(shown)

    secret = app.config["SECRET_KEY"]
    given = {"director_id": world.director.id, "by": world.filer.id, "at": datetime.now(UTC)}
    asked, _token = signing.ask_director(
        session, draft=draft, make_token=lambda request_id: sign_token(request_id, secret), **given
    )
    session.commit()
    director = signed_in(app, session, world.director)
    signs = director.get(f"/sign/requests/{asked.id}", follow_redirects=True).get_data(as_text=True)
    assert previewed(signs) == shown
    receipt = signing.sign(session, request=asked, by=world.director.id, at=now)
    moderation.publish(session, version=receipt.version, reason="", by=make_officer(session, now).id, at=now)
    session.commit()
    page = app.test_client().get(f"/statements/{number}").get_data(as_text=True)
    one = "//div[contains(@class, 'answers__one')]/"
    assert answers_of(page, f"{one}dt", f"{one}dd") == shown
    for said in (world.director.name, "Chair of the board", "Kōwhai Packing Limited", "statement.txt"):
        assert said in words(html.fromstring(check)) and said in words(html.fromstring(page)), said
    assert "between us" not in page and "We looked, and we found nothing." in page
