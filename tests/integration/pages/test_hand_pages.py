"""Linking and taking apart by hand, as people do it on the record's page."""

from urllib.parse import urlencode

import pytest

from samspill.model.kinds import Kind, Side
from samspill.model.records import Record
from samspill.pages.addresses import packed
from tests.integration.api.bench import Bench
from tests.integration.api.byhand import ByHand, key_of
from tests.integration.pages.browser import Browser, Seen

A, T = Side.APP, Side.TRIPLETEX


@pytest.fixture
def byhand(bench: Bench) -> ByHand:
    return ByHand.at(bench)


@pytest.fixture
def reader(byhand: ByHand) -> Browser:
    """Somebody who reads Norwegian, signed in."""
    made = Browser(byhand.bench)
    made.sign_in(byhand.connection, language="nb")
    return made


def path(byhand: ByHand, record: Record, side: Side, what: str = "", **query: str) -> str:
    own = f"/pages/{byhand.connection.id}/records/{record.kind.value}/{side.value}/{packed(record.id)}"
    return f"{own}{what}" + (f"?{urlencode(query)}" if query else "")


def compared(byhand: ByHand, reader: Browser) -> tuple[Record, Record, Seen]:
    one = byhand.customer(T, "10001", "Ås Bygg AS")
    other = byhand.customer(A, "555", "Aas Bygg", email="post@as.no")
    return one, other, reader.get(path(byhand, one, T, "/link", partner=other.id))


def test_a_record_without_partner_is_linked_from_its_page(byhand: ByHand, reader: Browser) -> None:
    one = byhand.customer(T, "10001", "Ås Bygg AS")
    other = byhand.customer(A, "555", "Aas Bygg")
    start = reader.get(reader.get(path(byhand, one, T)).read.links["Koble til noe …"])
    found = reader.press(start, "Søk", q="555")
    assert "555 Aas Bygg" in found.text
    seen = reader.get(found.read.links["Sammenlign"])
    done = reader.press(seen, "Koble de to")
    assert "De to kobles nå." in done.text
    byhand.worked()
    assert byhand.link(other, A) is not None
    assert "Kari Formann" in reader.get(path(byhand, one, T)).text


def test_both_are_shown_with_what_is_overwritten_where_before_anything_is_done(
    byhand: ByHand, reader: Browser
) -> None:
    one, _, seen = compared(byhand, reader)
    assert "<s>Aas Bygg</s>" in seen.html
    assert "overskriver i Svenn" in seen.text
    assert "fylles ut i Tripletex" in seen.text
    assert byhand.stores.decisions.get([key_of(one, T)]) == {}


def test_what_changed_since_it_was_shown_is_shown_again(byhand: ByHand, reader: Browser) -> None:
    one, other, seen = compared(byhand, reader)
    byhand.company.systems[A].edit(Kind.CUSTOMER, other.id, name="Noe helt annet")
    again = reader.press(seen, "Koble de to")
    assert "Noe er endret siden du så på det" in again.text
    assert "<s>Noe helt annet</s>" in again.html
    assert byhand.stores.decisions.get([key_of(one, T)]) == {}


def test_a_partner_that_is_taken_is_no_choice_and_leads_to_whom_it_belongs_to(
    byhand: ByHand, reader: Browser
) -> None:
    ours, _ = byhand.pair()
    one = byhand.customer(T, "10002", "Fjord AS")
    found = reader.get(path(byhand, one, T, "/link", q="bygg"))
    assert "Er koblet allerede" in found.text
    assert found.read.links["se den den er koblet til"] == path(byhand, ours, T)
    assert "Sammenlign" not in found.text


def test_why_two_cannot_be_linked_is_said_with_the_search_kept_open(byhand: ByHand, reader: Browser) -> None:
    one = byhand.customer(A, "", "Ås Bygg AS")
    other = byhand.customer(T, "10001", "Ås Bygg AS")
    refused = reader.get(path(byhand, one, A, "/link", partner=other.id))
    assert refused.status == 200
    assert "Kunden mangler kundenummer" in refused.text
    assert "Søk" in refused.text


@pytest.mark.parametrize("partner", ["nobody", "1/2", "%00", "æ" * 200])
def test_a_partner_that_does_not_exist_is_no_failure(byhand: ByHand, reader: Browser, partner: str) -> None:
    one = byhand.customer(T, "10001", "Ås Bygg AS")
    assert "Den andre finnes ikke" in reader.get(path(byhand, one, T, "/link", partner=partner)).text


def test_a_pair_is_taken_apart_in_two_steps_that_say_what_happens(byhand: ByHand, reader: Browser) -> None:
    ours, theirs = byhand.pair()
    project = byhand.company.systems[T].put(
        Kind.PROJECT, number="7", name="Tak", start_date="2026-01-05", customer=ours.id
    )
    byhand.looked_at(project, T)
    start = reader.get(reader.get(path(byhand, theirs, A)).read.links["Fjern koblingen …"])
    assert "Prosjekter: 1" in start.text
    sure = reader.press(start, "Velg «Hold fra hverandre»")
    assert "Begge blir stående der de er" in sure.text
    done = reader.press(sure, "Fjern koblingen")
    assert "Koblingen fjernes nå." in done.text
    byhand.worked()
    assert byhand.link(ours, T) is None
    assert "Holdt utenfor etter eget valg" in reader.get(path(byhand, ours, T)).text


def test_who_matches_still_is_told_that_they_are_linked_again(byhand: ByHand, reader: Browser) -> None:
    ours, _ = byhand.pair()
    sure = reader.get(path(byhand, ours, T, "/unlink", choice="match_anew"))
    assert "Kobles til 10001 Ås Bygg AS igjen" in sure.text


def test_a_system_that_does_not_answer_is_named_and_nothing_fails(byhand: ByHand, reader: Browser) -> None:
    one = byhand.customer(T, "10001", "Ås Bygg AS")
    byhand.company.systems[A].down = True
    assert reader.get(path(byhand, one, T, "/link", q="1")).status == 200


def test_another_companys_record_cannot_be_linked(byhand: ByHand, reader: Browser) -> None:
    other = ByHand.at(byhand.bench)
    one = other.customer(T, "10001", "Ås Bygg AS")
    assert reader.get(path(other, one, T, "/link")).status == 404
    assert reader.post(path(other, one, T, "/unlink"), choice="keep_apart").status == 404


def test_a_form_without_its_mark_is_not_carried_out(byhand: ByHand, reader: Browser) -> None:
    ours, _ = byhand.pair()
    assert reader.post(path(byhand, ours, T, "/unlink"), choice="keep_apart").status == 403
    assert byhand.stores.decisions.all() == []


def test_a_connection_that_is_paused_says_so(byhand: ByHand, reader: Browser) -> None:
    ours, _ = byhand.pair()
    byhand.bench.changed(byhand.connection.id, status="paused")
    assert reader.get(path(byhand, ours, T, "/unlink")).status == 200
    assert byhand.link(ours, T) is not None
