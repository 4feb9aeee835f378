"""The ways in, and what is read where there is none."""

from playwright.sync_api import Page

from samspill.model.holder import Holder, Subject
from samspill.tasks import page_sessions
from tests.gallery.scene import USER, Opening, Scene, for_user
from tests.integration.api.bench import Bench


def _link(bench: Bench) -> Opening:
    return Opening("/link")


def _link_gone(bench: Bench) -> Opening:
    def use(page: Page) -> None:
        page.locator("#link").fill("c.nobody.has-this")
        page.locator("form[action='/link'] button.main").click()

    return Opening("/link", then=use)


def _blocked(bench: Bench) -> Opening:
    entry = page_sessions.admit_holder(bench.app, Holder(subject=Subject.PAGES, id=bench.live().id, by=USER))
    return Opening(f"/pages/enter/{entry.url.rpartition('/')[2]}?kept=1")


def _signed_out(bench: Bench) -> Opening:
    return Opening(f"/pages/{bench.live().id}")


def _not_found(bench: Bench) -> Opening:
    return for_user(bench, bench.live(), "/nothing")


SCENES = (
    Scene("door-link", _link),
    Scene("door-link-gone", _link_gone, status=410),
    Scene("door-blocked-cookies", _blocked),
    Scene("door-signed-out", _signed_out, status=401),
    Scene("door-not-found", _not_found, status=404),
)
