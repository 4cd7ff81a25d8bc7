"""Review: what the machine read, a finding changed with a reason, the document published, notice given."""

from playwright.sync_api import Page

from tools.tour.stage import Stage, follow, press

OFFICER = "officer@example.nz"
NAME = "Pallet & Prow Logistics (Demonstration) Limited"
CHANGED = "C13"
QUOTED = "We measure two things: the share of labour hire workers whose pay we read each year"
REASON = "It measures two things, gives the value of one, and says when the board read them."
READ_WITHIN = 120


def review(stage: Stage) -> None:
    """From the officer's queue to the notice."""
    page = stage.person(OFFICER)
    _await_reading(page)
    stage.facts["to_decide"] = page.locator("#progress b").inner_text()
    stage.shoot(page, "review", at=page.locator(".review"))
    card = page.locator(f"#{CHANGED}")
    told = card.locator(".finding__reason").first.inner_text()
    stage.facts["machine_said"] = told.split(" Why not higher")[0].strip()
    card.get_by_text(f"Change {CHANGED}").click()
    card.get_by_role("radio").nth(1).check()
    card.get_by_label("Add a sentence").fill(QUOTED)
    card.get_by_label("Reason.").fill(REASON)
    press(page, f"Save {CHANGED}")
    press(page, "as they stand")
    press(page, "Publish version 1")
    press(page, "Confirm this profile and give notice")
    stage.facts["answer_by"] = page.locator("#decision b").last.inner_text()


def _await_reading(page: Page) -> None:
    for _ in range(READ_WITHIN):
        page.goto("/review?q=Pallet")
        follow(page, NAME)
        if page.locator("#progress").count():
            return
        page.wait_for_timeout(1000)
    raise RuntimeError("the machine did not read the statement in time")
