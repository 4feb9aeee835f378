"""A record's page: one history over both systems, and what it waits for."""

from datetime import timedelta

import pytest

from samspill.model.changes import RecordKey, Way
from samspill.model.history import Entry, Fate, Standing
from samspill.model.kinds import Kind, Side
from tests.integration.api.bench import Bench
from tests.integration.api.byhand import ByHand, key_of
from tests.integration.pages.browser import Browser
from tests.integration.pages.test_hand_pages import path

A, T = Side.APP, Side.TRIPLETEX


@pytest.fixture
def byhand(bench: Bench) -> ByHand:
    return ByHand.at(bench)


@pytest.fixture
def reader(byhand: ByHand) -> Browser:
    made = Browser(byhand.bench)
    made.sign_in(byhand.connection, language="nb")
    return made


def test_the_history_says_in_which_system_and_how_it_was_noticed(byhand: ByHand, reader: Browser) -> None:
    ours, theirs = byhand.pair()
    byhand.company.systems[A].edit(Kind.CUSTOMER, theirs.id, name="Ås Bygg og Anlegg AS")
    byhand.stores.inbox.put(key_of(theirs, A), due_at=byhand.bench.now, way=Way.WEBHOOK)
    byhand.worked()
    seen = reader.get(path(byhand, ours, T)).text
    assert "Oppdatert i Tripletex" in seen
    assert "oppdaget i Svenn av et varsel" in seen
    assert "Opprettet i Svenn" in seen


def test_a_long_history_goes_on_on_the_next_page(byhand: ByHand, reader: Browser) -> None:
    ours, _ = byhand.pair()
    byhand.stores.journal.write([
        Entry(connection=byhand.connection.id, key=key_of(ours, T), at=byhand.bench.now + timedelta(minutes=minute),
              what="updated", written={"name": f"Navn {minute}"})
        for minute in range(60)
    ])  # fmt: skip
    first = reader.get(path(byhand, ours, T))
    assert "Navn 59" in first.text
    assert "Navn 3" not in first.text.split()
    second = reader.get(first.read.links["Tidligere"].partition("#")[0])
    assert "Navn 3" in second.text
    assert "Navn 59" not in second.text


@pytest.mark.parametrize("before", ["", "yesterday", "2026-03-02", "9999-99-99"])
def test_a_time_that_is_none_shows_the_newest(byhand: ByHand, reader: Browser, before: str) -> None:
    ours, _ = byhand.pair()
    assert "Opprettet i Svenn" in reader.get(path(byhand, ours, T, before=before)).text


def test_what_a_reference_names_is_shown_by_its_name(byhand: ByHand, reader: Browser) -> None:
    ours, _ = byhand.pair()
    project = byhand.company.systems[T].put(
        Kind.PROJECT, number="7", name="Tak", start_date="2026-01-05", customer=ours.id
    )
    byhand.looked_at(project, T)
    assert reader.get(path(byhand, project, T)).text.count("10001 Ås Bygg AS") == 2


def test_a_list_says_what_a_waiting_record_waits_for(byhand: ByHand, reader: Browser) -> None:
    ours, _ = byhand.pair()
    key = RecordKey(kind=Kind.PROJECT, side=A, id="9")
    byhand.stores.journal.set_fates([
        Fate(connection=byhand.connection.id, key=key, standing=Standing.WAITING, code="waits_for_parent",
             name="Tak", waiting_for=str(key_of(ours, T)), updated_at=byhand.bench.now)
    ])  # fmt: skip
    listed = reader.get(f"/pages/{byhand.connection.id}/records?standing=waiting")
    assert "Venter på 10001 Ås Bygg AS Kunde" in listed.text
    assert listed.read.links["10001 Ås Bygg AS"] == path(byhand, ours, T)


def test_what_a_person_asked_for_is_said_until_it_is_done(byhand: ByHand, reader: Browser) -> None:
    ours, _ = byhand.pair()
    byhand.call(ours, T, "unlink", choice="keep_apart", by="Kari")
    assert "Kari ba om å fjerne koblingen" in reader.get(path(byhand, ours, T)).text
    byhand.worked()
    assert "Kari ba om å fjerne koblingen" not in reader.get(path(byhand, ours, T)).text


def test_what_was_left_out_can_be_let_in_from_its_page(byhand: ByHand, reader: Browser) -> None:
    ours, _ = byhand.pair()
    byhand.call(ours, T, "unlink", choice="keep_apart")
    byhand.worked()
    byhand.company.systems[T].edit(Kind.CUSTOMER, ours.id, number="10009")
    done = reader.press(reader.get(path(byhand, ours, T)), "Velg «Opprett som ny»")
    assert done.status == 200
    byhand.worked()
    assert byhand.link(ours, T) is not None


def test_a_pair_is_one_line_in_the_list(byhand: ByHand, reader: Browser) -> None:
    byhand.pair()
    listed = reader.get(f"/pages/{byhand.connection.id}/records")
    assert listed.text.count("10001 Ås Bygg AS") == 1
