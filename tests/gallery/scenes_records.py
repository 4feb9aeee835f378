"""Records: the list, and one of them with both sides."""

from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Standing
from samspill.model.kinds import Kind, Side
from samspill.pages.addresses import packed
from tests.gallery.lively import fate, happened, held, lively
from tests.gallery.scene import Opening, Scene, for_user
from tests.integration.api.bench import Bench, TwoKeys


def _mixed(bench: Bench) -> tuple[Connection, TwoKeys]:
    """Linked ones, and of each other standing."""
    connection, company = lively(bench)
    held(bench, connection, "project_without_start_date", Kind.PROJECT, "P104", "Garasje Lunde")
    away = RecordKey(kind=Kind.CUSTOMER, side=Side.TRIPLETEX, id="t900")
    fate(bench, connection, away, "10012", "Gamle Kunder AS", Standing.SKIPPED, code="inactive_customer")
    child = RecordKey(kind=Kind.PROJECT, side=Side.APP, id="a901")
    fate(bench, connection, child, "P107", "Uthus", Standing.WAITING, code="parent_held", waiting_for=str(away))
    return connection, company


def _list(bench: Bench) -> Opening:
    return for_user(bench, _mixed(bench)[0], "/records")


def _found(bench: Bench) -> Opening:
    return for_user(bench, _mixed(bench)[0], "/records?q=solbakken&kind=customer")


def _none(bench: Bench) -> Opening:
    return for_user(bench, _mixed(bench)[0], "/records?q=finnes+ikke")


def _empty(bench: Bench) -> Opening:
    return for_user(bench, bench.live(), "/records")


def _one(bench: Bench) -> Opening:
    """Linked, different in a field, and with a past."""
    connection, company = _mixed(bench)
    link = next(each for each in bench.app.stores(connection.id).links.all(Kind.CUSTOMER))
    company.systems[Side.APP].edit(Kind.CUSTOMER, link.app.id, phone="99 88 77 66")
    of_app = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id=link.app.id)
    of_tripletex = RecordKey(kind=Kind.CUSTOMER, side=Side.TRIPLETEX, id=link.tripletex.id)
    happened(bench, connection, of_app, "linked", 240, link=link.id)
    happened(bench, connection, of_tripletex, "updated", 49, link=link.id, written={"city": "Oslo"},
             lost={"city": "Drammen"})  # fmt: skip
    happened(bench, connection, of_app, "conflict", 26, link=link.id, written={"email": "post@hansenror.example"},
             lost={"email": "hansen@gammel.example"}, code="both_changed")  # fmt: skip
    happened(bench, connection, of_app, "decided", 25, link=link.id, by="Ola Leder")
    return for_user(bench, connection, f"/records/customer/app/{packed(link.app.id)}")


def _held_one(bench: Bench) -> Opening:
    connection, _ = _mixed(bench)
    return for_user(bench, connection, f"/records/project/tripletex/{packed('hP104')}")


SCENES = (
    Scene("records-list", _list, important=True),
    Scene("records-found", _found),
    Scene("records-none-found", _none),
    Scene("records-empty", _empty),
    Scene("record-linked", _one, important=True),
    Scene("record-held", _held_one),
)
