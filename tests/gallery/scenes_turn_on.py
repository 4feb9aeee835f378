"""Turning a connection on, giving it new keys, turning it off, asking support."""

from functools import partial

from playwright.sync_api import Page

from samspill.model.kinds import Kind, Side
from samspill.pages.addresses import packed
from samspill.tasks.page_sessions import enter
from samspill.tasks.turn_on import Wanted, begin
from tests.gallery.lively import held, lively
from tests.gallery.scene import USER, Going, Opening, Scene, for_user
from tests.gallery.stage import firm
from tests.integration.api.bench import Bench, TwoKeys
from tests.integration.api.newcomers import newcomer


def _begun(bench: Bench, company: TwoKeys, path: str = "", then: Going | None = None) -> Opening:
    wanted = Wanted("svenn", company.app_key, USER, "nb", company.number, "post@bygg.example")
    entry, _ = begin(bench.app, wanted)
    opened, _ = enter(bench.app, entry.url.rpartition("/")[2])
    return Opening(f"/pages/turn-on{path}", opened.token, then)


def _typed(key: str) -> Going:
    def then(page: Page) -> None:
        page.locator("input[name=tripletex]").fill(key)
        page.locator("form[action$='/key'] button").click()

    return then


def _start(path: str, bench: Bench) -> Opening:
    return _begun(bench, firm(bench), path)


def _wrong(bench: Bench) -> Opening:
    return _begun(bench, firm(bench), "/key", _typed("nobodys-key"))


def _rights(bench: Bench) -> Opening:
    company = firm(bench)
    opening = _begun(bench, company, "/key", _typed(company.tripletex_key))
    company.systems[Side.TRIPLETEX].missing_rights = ("customer", "project", "employee")
    return opening


def _other(bench: Bench) -> Opening:
    other = firm(bench, "Nordfjord Elektro og Automasjon AS", "912345678")
    return _begun(bench, firm(bench), "/key", _typed(other.tripletex_key))


def _halted(path: str, bench: Bench) -> Opening:
    connection, _ = lively(bench, status="needs_attention", attention="tripletex_key_wrong")
    return for_user(bench, connection, path)


def _both_keys(bench: Bench) -> Opening:
    connection = newcomer(bench).is_live()
    return for_user(bench, connection, "/keys")


def _remainder(bench: Bench) -> Opening:
    connection, _ = lively(bench, review_pending="remainder", plan="5f1d3c0a9b7e42d18c6a")
    return for_user(bench, connection)


def _stuck(bench: Bench) -> Opening:
    connection = bench.changed(bench.connected(firm(bench)), plan_ready_at=bench.now)
    bench.machine.running.clear()
    return for_user(bench, connection)


def _off(bench: Bench) -> Opening:
    connection, _ = lively(bench)
    return for_user(bench, connection, "/off")


def _support(bench: Bench) -> Opening:
    connection, _ = lively(bench)
    return for_user(bench, connection, "/support")


def _problem(bench: Bench) -> Opening:
    connection, _ = lively(bench)
    held(bench, connection, "project_without_start_date", Kind.PROJECT, "P104", "Garasje Lunde")
    (found, *_rest) = bench.app.stores(connection.id).journal.problems()[0]
    bench.app.support.refer(connection.id, found.id, "J8FA-KRSJ", bench.now)
    return for_user(bench, connection, f"/logs/{packed(found.id)}?said=turn_on.support_asked")


SCENES = (
    Scene("turn-on-what-it-does", partial(_start, ""), important=True),
    Scene("turn-on-key", partial(_start, "/key"), important=True),
    Scene("turn-on-key-wrong", _wrong, status=422),
    Scene("turn-on-rights-missing", _rights, status=422),
    Scene("turn-on-other-company", _other, status=422),
    Scene("turn-on-keys-anew", partial(_halted, "/keys")),
    Scene("turn-on-both-keys-anew", _both_keys),
    Scene("turn-on-remainder", _remainder),
    Scene("turn-on-stuck", _stuck),
    Scene("turn-on-off", _off),
    Scene("turn-on-support", _support),
    Scene("turn-on-support-of-problem", _problem),
)
