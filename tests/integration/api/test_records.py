"""Why is a record (not) synced."""

from datetime import timedelta

from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.history import Entry, Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.problems import Problem
from tests.integration.api.bench import Bench, TwoKeys


def fate(bench: Bench, connection: Connection, record_id: str, name: str, **changes: object) -> RecordKey:
    key = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id=record_id)
    given = {
        "connection": connection.id, "key": key, "standing": Standing.LINKED, "number": f"1{record_id}", "name": name,
        "updated_at": bench.now, **changes,
    }  # fmt: skip
    bench.app.stores(connection.id).journal.set_fates([Fate.model_validate(given)])
    return key


def linked(bench: Bench, company: TwoKeys, connection: Connection) -> tuple[str, str]:
    """A linked customer: its ids in Tripletex and in the app."""
    ours = company.systems[Side.TRIPLETEX].put(Kind.CUSTOMER, number="101", name="Hansen", email="a@b.no")
    theirs = company.systems[Side.APP].put(Kind.CUSTOMER, number="101", name="Hansen AS")
    link = Link(
        id="l1", connection=connection.id, kind=Kind.CUSTOMER,
        tripletex=Half(id=ours.id, base={"name": "Hansen"}, version=1),
        app=Half(id=theirs.id, base={"name": "Hansen"}),
    )  # fmt: skip
    bench.app.stores(connection.id).links.add(link)
    return ours.id, theirs.id


def test_records_are_found_by_part_of_name_or_number(bench: Bench) -> None:
    connection = bench.live()
    fate(bench, connection, "1", "Ås Bygg")
    fate(bench, connection, "2", "Hansen", standing=Standing.SKIPPED, code="inactive_customer")
    path = f"/v1/connections/{connection.id}/records"
    assert [r["id"] for r in bench.product.get(path, q="ås").json["items"]] == ["1"]
    assert [r["id"] for r in bench.product.get(path, q="12").json["items"]] == ["2"]
    skipped = bench.product.get(path, standing="skipped").json["items"][0]
    assert (skipped["id"], skipped["code"]) == ("2", "inactive_customer")
    assert bench.product.get(path, kind="project").json["items"] == []


def test_a_linked_record_shows_both_sides_as_they_are_now(bench: Bench) -> None:
    company = bench.company()
    connection = bench.live(company)
    ours, theirs = linked(bench, company, connection)
    shown = bench.product.get(f"/v1/connections/{connection.id}/records/customer/app/{theirs}").json
    assert shown["link"]["tripletex"] == {"id": ours, "version": 1, "base": {"name": "Hansen"}}
    now = {each["side"]: (each["exists"], each["values"]["name"]) for each in shown["present"]}
    assert now == {"app": (True, "Hansen AS"), "tripletex": (True, "Hansen")}


def test_a_record_that_a_rule_keeps_out_says_which(bench: Bench) -> None:
    company = bench.company()
    connection = bench.live(company)
    key = fate(bench, connection, "5", "Hansen", standing=Standing.SKIPPED, code="inactive_customer")
    shown = bench.product.get(f"/v1/connections/{connection.id}/records/customer/app/{key.id}").json
    assert (shown["reason"]["code"], shown["reason"]["note"]) == ("inactive_customer", True)
    assert shown["problem"] is None
    assert [each["exists"] for each in shown["present"]] == [False]


def test_a_held_record_shows_its_problem_and_its_history(bench: Bench) -> None:
    connection = bench.live()
    key = fate(bench, connection, "5", "Hansen", standing=Standing.HELD, code="data_refused")
    journal = bench.app.stores(connection.id).journal
    journal.open_problem(
        Problem(
            id="", connection=connection.id, key=key, code="data_refused", opened_at=bench.now, seen_at=bench.now,
            facts={"message": "Feltet er ugyldig"},
        )
    )  # fmt: skip
    journal.write([
        Entry(connection=connection.id, key=key, at=bench.now, what="updated", written={"name": "Hansen"},
              lost={"name": "Hanssen"}, by="kari")
    ])  # fmt: skip
    shown = bench.product.get(f"/v1/connections/{connection.id}/records/customer/app/5").json
    assert shown["problem"]["code"] == "data_refused"
    assert shown["reason"] is None
    assert [(e["what"], e["lost"], e["by"]) for e in shown["history"]] == [("updated", {"name": "Hanssen"}, "kari")]


def test_the_history_of_a_record_goes_on_when_its_number_is_another(bench: Bench) -> None:
    """Seen to fail with only the lines of its present number."""
    company = bench.company()
    connection = bench.live(company)
    _, theirs = linked(bench, company, connection)
    stores = bench.app.stores(connection.id)
    key = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id=theirs)
    told = (("conflict", "l1"), ("created", "of whoever had the number next"))
    stores.journal.write([
        Entry(connection=connection.id, key=key, at=bench.now, what=what, link=link) for what, link in told
    ])  # fmt: skip
    (link,) = stores.links.rekey(Side.APP, [(stores.links.by_ids(Kind.CUSTOMER, Side.APP, [theirs])[theirs], "a9")])
    moved = key.model_copy(update={"id": "a9"})
    later = bench.now + timedelta(seconds=1)
    stores.journal.write([Entry(connection=connection.id, key=moved, at=later, what="updated", link=link.id)])
    shown = bench.product.get(f"/v1/connections/{connection.id}/records/customer/app/a9").json
    assert [each["what"] for each in shown["history"]] == ["updated", "conflict"]


def test_a_record_that_only_its_system_knows_is_shown_too(bench: Bench) -> None:
    company = bench.company()
    connection = bench.live(company)
    record = company.systems[Side.TRIPLETEX].put(Kind.PROJECT, number="P1", name="Tak")
    shown = bench.product.get(f"/v1/connections/{connection.id}/records/project/tripletex/{record.id}").json
    assert (shown["fate"], shown["link"]) == (None, None)
    assert shown["present"][0]["values"]["name"] == "Tak"


def test_a_record_that_nobody_knows_is_not_found(bench: Bench) -> None:
    connection = bench.live()
    assert bench.product.get(f"/v1/connections/{connection.id}/records/customer/app/nothing").status == 404


def test_a_side_that_cannot_be_asked_does_not_hide_what_is_known(bench: Bench) -> None:
    company = bench.company()
    connection = bench.live(company)
    _, theirs = linked(bench, company, connection)
    company.systems[Side.TRIPLETEX].down = True
    shown = bench.product.get(f"/v1/connections/{connection.id}/records/customer/app/{theirs}").json
    states = {each["side"]: (each["exists"], each["unavailable"]) for each in shown["present"]}
    assert states == {"app": (True, None), "tripletex": (None, "peer_unavailable")}


def test_a_connection_that_is_off_still_explains_from_memory(bench: Bench) -> None:
    connection = bench.live()
    key = fate(bench, connection, "5", "Hansen")
    bench.product.delete(f"/v1/connections/{connection.id}")
    shown = bench.product.get(f"/v1/connections/{connection.id}/records/customer/app/{key.id}").json
    assert shown["fate"]["name"] == "Hansen"
    assert shown["present"][0]["unavailable"] == "connection_off"


def test_an_unknown_kind_is_invalid(bench: Bench) -> None:
    connection = bench.live()
    assert bench.product.get(f"/v1/connections/{connection.id}/records/gift/app/1").status == 422


def test_a_document_of_an_app_that_has_none_is_not_found(bench: Bench) -> None:
    connection = bench.live()
    assert bench.product.get(f"/v1/connections/{connection.id}/records/invoice/app/1").status == 404


def test_a_number_is_no_time_to_go_back_from(bench: Bench) -> None:
    connection = bench.live()
    key = fate(bench, connection, "1", "Ås Bygg")
    path = f"/v1/connections/{connection.id}/records/customer/app/{key.id}"
    assert bench.product.get(path, before="0.5").status == 422
    assert bench.product.get(path, before="2026-03-02T09:30:00Z").status == 200
