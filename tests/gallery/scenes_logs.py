"""The log, and the page of one problem."""

from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.problems import Problem, ProblemState
from samspill.pages.addresses import packed
from tests.gallery.lively import CUSTOMERS, fate, held, lively
from tests.gallery.scene import Opening, Scene, for_user
from tests.integration.api.bench import Bench

_PROJECTS = (("P104", "Garasje Lunde"), ("P105", "Tilbygg Ås kommune"), ("P106", "Serviceavtale 2026"))


def _troubled(bench: Bench) -> tuple[Connection, Problem]:
    """Several reasons; the problem is one with choices and partners."""
    connection, _ = lively(bench)
    for place, (number, name) in enumerate(_PROJECTS):
        held(bench, connection, "project_without_start_date", Kind.PROJECT, number, name, hours_ago=30 + place)
    held(bench, connection, "employee_email_missing", Kind.EMPLOYEE, "21", "Jon Aleksander Bakke-Hermansen",
         Side.APP, hours_ago=5, technical="422 VALIDATION_ERROR email: may not be null")  # fmt: skip
    held(bench, connection, "both_changed", Kind.CUSTOMER, "10004", CUSTOMERS[3][1], hours_ago=2,
         facts={"field": "telefon, sted"})  # fmt: skip
    stores = bench.app.stores(connection.id)
    known = next(link for link in stores.links.all(Kind.CUSTOMER))
    unclear = held(bench, connection, "ambiguous_look_alike", Kind.CUSTOMER, "10011", "Hansen Rør", Side.APP,
                   suggestions=(known.tripletex.id, "t404"), facts={"other_name": "Hansen Rør AS"})  # fmt: skip
    return connection, unclear


def _logs(bench: Bench) -> Opening:
    return for_user(bench, _troubled(bench)[0], "/logs")


def _narrowed(bench: Bench) -> Opening:
    return for_user(bench, _troubled(bench)[0], "/logs?kind=project&q=ås&said=retried")


def _nothing_found(bench: Bench) -> Opening:
    return for_user(bench, _troubled(bench)[0], "/logs?q=finnes+ikke")


def _no_problems(bench: Bench) -> Opening:
    return for_user(bench, lively(bench)[0], "/logs")


def _ignored(bench: Bench) -> Opening:
    connection, unclear = _troubled(bench)
    bench.app.stores(connection.id).journal.set_state(unclear.id, ProblemState.IGNORED)
    return for_user(bench, connection, "/logs?state=ignored")


def _solved(bench: Bench) -> Opening:
    connection, unclear = _troubled(bench)
    fate(bench, connection, unclear.key, "10011", "Hansen Rør")
    bench.app.stores(connection.id).journal.solve(unclear.key, bench.now)
    return for_user(bench, connection, "/logs?state=solved")


def _full(bench: Bench) -> Opening:
    connection, _ = lively(bench)
    for number in range(60):
        name = f"Byggetrinn {number + 1}, Fjellheim Eiendom"
        held(bench, connection, "project_without_start_date", Kind.PROJECT, f"P{200 + number}", name)
    return for_user(bench, connection, "/logs")


def _problem(bench: Bench) -> Opening:
    connection, unclear = _troubled(bench)
    return for_user(bench, connection, f"/logs/{packed(unclear.id)}")


SCENES = (
    Scene("logs-several-reasons", _logs, important=True),
    Scene("logs-narrowed", _narrowed),
    Scene("logs-nothing-found", _nothing_found),
    Scene("logs-no-problems", _no_problems),
    Scene("logs-ignored", _ignored),
    Scene("logs-solved", _solved),
    Scene("logs-full-page", _full),
    Scene("problem-with-choices", _problem),
)
