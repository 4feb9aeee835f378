"""Settings: both integrations' forms, a refused one, and what is asked before something is lost."""

from playwright.sync_api import Page

from samspill.model.kinds import Kind, Side
from tests.gallery.lively import pair
from tests.gallery.scene import Opening, Scene, for_user
from tests.gallery.stage import firm
from tests.integration.api.bench import Bench
from tests.integration.api.newcomers import newcomer

_SAVE = "form[action$='/settings'] button.main"


def _svenn(bench: Bench) -> Opening:
    settings = {"kinds": {"hours": True}, "notify": ["kari@bergogdal.example", "regnskap@bergogdal.example"]}
    return for_user(bench, bench.live(firm(bench), settings=settings), "/settings")


def _rackbeat(bench: Bench) -> Opening:
    kari = newcomer(bench)
    connection = kari.is_live()
    return Opening(f"/pages/{connection.id}/settings", kari.token)


def _refused(bench: Bench) -> Opening:
    def save(page: Page) -> None:
        page.locator("[name='notify']").fill("ingen adresse")
        page.locator("[name='breaker_share']").fill("400")
        page.locator(_SAVE).click()

    return for_user(bench, bench.live(firm(bench)), "/settings", save)


def _confirm(bench: Bench) -> Opening:
    """A direction is turned, which overwrites what stands on the other side."""
    company = firm(bench)
    connection = bench.live(company, settings={"direction": {"customer": "to_tripletex"}})
    _, of_app = pair(bench, connection, company, Kind.CUSTOMER, "10001", name="Hansen Rør AS")
    company.systems[Side.APP].edit(Kind.CUSTOMER, of_app.id, name="Hansen Rør og Varme AS")

    def turn(page: Page) -> None:
        page.locator("[name='direction.customer']").select_option("to_app")
        page.locator(_SAVE).click()

    return for_user(bench, connection, "/settings", turn)


SCENES = (
    Scene("settings-svenn", _svenn, important=True),
    Scene("settings-rackbeat", _rackbeat),
    Scene("settings-refused", _refused, status=422),
    Scene("settings-confirm", _confirm),
)
