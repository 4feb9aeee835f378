from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import boto3
import pytest
from botocore.exceptions import ClientError

from samspill.exceptions import ConfigurationWrong, NotFound, RevisionConflict, WrongStatus
from samspill.model.changes import Priority, RecordKey
from samspill.model.connection import Company, Connection, Keys
from samspill.model.history import Entry, Fate, Standing
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.status import Event, Status
from samspill.store import attempts, clients
from samspill.store.cipher import REMEMBERED, Cipher
from samspill.store.connections import ConnectionStore
from samspill.store.stores import dynamo_stores
from samspill.store.tables.connections import ConnectionItem

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
KEYS = Keys(tripletex="tripletex-key", app="app-key")
Make = Callable[..., Connection]


@pytest.fixture(scope="module")
def kms_key(aws: None) -> str:
    return boto3.client("kms").create_key()["KeyMetadata"]["Arn"]


@pytest.fixture
def store(kms_key: str) -> ConnectionStore:
    return ConnectionStore(Cipher(clients.kms, kms_key, lambda: NOW))


@pytest.fixture
def make(connection_id: str) -> Make:
    """A connection of this test alone; `number` makes others of the same integration."""

    def build(number: int = 1, **more: object) -> Connection:
        name = f"{connection_id}x{number}"
        fields: dict[str, object] = {
            "id": name,
            "integration": f"integration-of-{connection_id}",
            "organization_number": "987654325",
            "tripletex_company": Company(id=f"company-{name}", name="Snekker AS"),
            "app_company": Company(id=f"account-{name}", name="Snekker"),
            "created_at": NOW,
            "updated_at": NOW,
        }
        return Connection.model_validate({**fields, **more})

    return build


def test_a_created_connection_is_found(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    assert store.get(created.id) == created
    assert store.keys(created.id) == KEYS


def test_an_unknown_connection_is_not_found(store: ConnectionStore, make: Make) -> None:
    with pytest.raises(NotFound):
        store.get(make().id)


def test_what_else_lies_in_the_table_is_no_connection(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    claim = f"claim#company#{created.integration}#{created.tripletex_company.id}"
    assert ConnectionItem.get(claim, "claim")
    with pytest.raises(NotFound):
        store.get(claim)


@pytest.mark.parametrize(
    ("shared", "code"),
    [("tripletex_company", "company_already_connected"), ("app_company", "account_already_connected")],
)
def test_a_company_or_account_is_connected_once(store: ConnectionStore, make: Make, shared: str, code: str) -> None:
    first = store.create(make(1), KEYS)
    second = make(2, **{shared: getattr(first, shared)})
    with pytest.raises(ConfigurationWrong) as refused:
        store.create(second, KEYS)
    assert refused.value.code == code
    with pytest.raises(NotFound):
        store.get(second.id)
    with pytest.raises(NotFound):
        store.keys(second.id)


def test_another_integration_may_connect_the_same_tripletex_company(store: ConnectionStore, make: Make) -> None:
    first = store.create(make(1), KEYS)
    other = make(2, integration=f"{first.integration}-other", tripletex_company=first.tripletex_company)
    assert store.create(other, KEYS) == other


def test_an_account_of_a_system_is_connected_once_whichever_integration_does_it(kms_key: str, make: Make) -> None:
    store = ConnectionStore(Cipher(clients.kms, kms_key, lambda: NOW), lambda _integration: "svenn")
    first = store.create(make(1), KEYS)
    with pytest.raises(ConfigurationWrong) as refused:
        store.create(make(2, integration=f"{first.integration}-other", app_company=first.app_company), KEYS)
    assert refused.value.code == "account_already_connected"


def test_an_id_is_used_once(store: ConnectionStore, make: Make) -> None:
    first = store.create(make(1), KEYS)
    with pytest.raises(RevisionConflict):
        store.create(make(2, id=first.id), KEYS)


def test_released_claims_let_the_company_be_connected_anew(store: ConnectionStore, make: Make) -> None:
    first = store.create(make(1), KEYS)
    store.release_claims(first.id)
    same = {"tripletex_company": first.tripletex_company, "app_company": first.app_company}
    assert store.create(make(2, **same), KEYS)


def test_claims_that_a_crash_left_behind_are_cleared_away(store: ConnectionStore, make: Make) -> None:
    first = store.create(make(1), KEYS)
    store.update(first.id, lambda connection: connection.moved(Event.TURN_OFF, NOW))
    same = {"tripletex_company": first.tripletex_company, "app_company": first.app_company}
    assert store.create(make(2, **same), KEYS)


def test_releasing_twice_leaves_the_next_ones_claims_alone(store: ConnectionStore, make: Make) -> None:
    first = store.create(make(1), KEYS)
    store.release_claims(first.id)
    same = {"tripletex_company": first.tripletex_company, "app_company": first.app_company}
    store.create(make(2, **same), KEYS)
    store.release_claims(first.id)
    with pytest.raises(ConfigurationWrong):
        store.create(make(3, **same), KEYS)


def test_claims_can_be_taken_again(store: ConnectionStore, make: Make) -> None:
    first = store.create(make(1), KEYS)
    store.release_claims(first.id)
    store.take_claims(first.id)
    with pytest.raises(ConfigurationWrong):
        store.create(make(2, app_company=first.app_company), KEYS)


def test_claims_that_another_connection_took_cannot_be_taken_again(store: ConnectionStore, make: Make) -> None:
    first = store.create(make(1), KEYS)
    store.release_claims(first.id)
    store.create(make(2, app_company=first.app_company), KEYS)
    with pytest.raises(ConfigurationWrong) as refused:
        store.take_claims(first.id)
    assert refused.value.code == "account_already_connected"


def test_saving_raises_the_revision(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    saved = store.save(created.model_copy(update={"language": "en"}))
    assert (saved.revision, saved.language) == (1, "en")
    assert store.get(created.id) == saved


def test_who_lost_a_race_cannot_save(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    store.save(created)
    with pytest.raises(RevisionConflict):
        store.save(created)


def test_an_update_starts_over_when_somebody_else_saved_first(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    seen: list[int] = []

    def change(connection: Connection) -> Connection:
        if not seen:
            store.save(connection.model_copy(update={"language": "sv"}))
        seen.append(connection.revision)
        return connection.model_copy(update={"contact_email": "kari@example.no"})

    updated = store.update(created.id, change)
    assert seen == [0, 1]
    assert (updated.language, updated.contact_email, updated.revision) == ("sv", "kari@example.no", 2)


def test_an_update_that_changes_nothing_writes_nothing(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    assert store.update(created.id, lambda connection: connection) == created
    assert store.get(created.id).revision == 0


def test_an_impossible_update_saves_nothing(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    with pytest.raises(WrongStatus):
        store.update(created.id, lambda connection: connection.moved(Event.RESUME, NOW))
    assert store.get(created.id) == created


def test_connections_are_found_by_status(store: ConnectionStore, make: Make) -> None:
    active = store.create(make(1, status=Status.ACTIVE), KEYS)
    paused = store.create(make(2, status=Status.PAUSED), KEYS)
    store.create(make(3), KEYS)
    mine = {active.id, paused.id}
    assert mine & {one.id for one in store.active()} == {active.id}
    assert mine & {one.id for one in store.active((Status.ACTIVE, Status.PAUSED))} == mine


def test_a_connection_that_nobody_can_read_hides_no_other(
    store: ConnectionStore, make: Make, caplog: pytest.LogCaptureFixture
) -> None:
    """The clock's tasks go through all connections: one damaged item must not stop them for everybody."""
    broken, sound = (store.create(make(number, status=Status.ACTIVE), KEYS) for number in (1, 2))
    ConnectionItem(broken.id, "connection").update([ConnectionItem.data.set('{"shattered": true}')])
    assert sound.id in {one.id for one in store.active()}
    assert [each.__dict__["connection"] for each in caplog.records if each.levelname == "ERROR"] == [broken.id]
    ConnectionItem(broken.id, "connection").delete()


def test_connections_are_found_by_account(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    assert store.of_account(created.integration, created.app_company.id) == [created]


@pytest.mark.parametrize("status", [None, Status.ACTIVE])
def test_pages_of_connections_join_without_gap_or_overlap(
    store: ConnectionStore, make: Make, status: Status | None
) -> None:
    made = [
        store.create(make(number, status=Status.ACTIVE if number % 2 else Status.DRAFT), KEYS) for number in range(7)
    ]
    read: list[str] = []
    cursor: str | None = None
    pages = 0
    while pages == 0 or cursor is not None:
        page, cursor = store.list(integration=made[0].integration, status=status, limit=2, cursor=cursor)
        read += [one.id for one in page]
        pages += 1
    assert sorted(read) == sorted(one.id for one in made if status in (None, one.status))
    assert len(set(read)) == len(read)


@pytest.mark.parametrize("cursor", ["nonsense", "eyJhZnRlciI6IngjeSJ9", "eyJhZnRlciI6Im5vdGhpbmcifQ"])
def test_a_damaged_cursor_is_refused(store: ConnectionStore, cursor: str) -> None:
    with pytest.raises(ValueError, match="cursor"):
        store.list(integration=None, cursor=cursor)


def test_the_cursor_of_another_listing_is_refused(store: ConnectionStore, make: Make) -> None:
    made = [store.create(make(number), KEYS) for number in (1, 2)]
    _, cursor = store.list(integration=made[0].integration, limit=1)
    with pytest.raises(ValueError, match="cursor"):
        store.list(integration=made[0].integration, status=Status.ACTIVE, cursor=cursor)


def test_keys_do_not_rest_in_clear(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    store.put_secret(created.id, "webhook", "signing-secret")
    stored = "".join(str(item.attribute_values) for item in ConnectionItem.query(created.id))
    assert not [word for word in ("tripletex-key", "app-key", "signing-secret") if word in stored]


def test_ciphertext_of_one_connection_does_not_open_under_another(store: ConnectionStore, make: Make) -> None:
    first, second = store.create(make(1), KEYS), store.create(make(2), KEYS)
    stolen = ConnectionItem.get(first.id, "keys").ciphertext
    ConnectionItem(second.id, "keys", ciphertext=stolen).save()
    with pytest.raises(ClientError, match="InvalidCiphertext"):
        store.keys(second.id)


def test_replaced_keys_are_used_at_once_by_every_process(store: ConnectionStore, kms_key: str, make: Make) -> None:
    created = store.create(make(), KEYS)
    other_process = ConnectionStore(Cipher(clients.kms, kms_key, lambda: NOW))
    assert other_process.keys(created.id) == KEYS
    new = Keys(tripletex="new", app="new")
    store.replace_keys(created.id, new)
    assert other_process.keys(created.id) == new


def test_removed_keys_and_secrets_are_gone(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    store.put_secret(created.id, "webhook.app", "s")
    assert store.keys(created.id)
    store.remove_keys(created.id)
    with pytest.raises(NotFound):
        store.keys(created.id)
    assert store.secret(created.id, "webhook.app") is None
    assert store.get(created.id) == created


def test_secrets_are_kept_by_name(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    store.put_secret(created.id, "one", "1")
    store.put_secret(created.id, "two", "2")
    store.put_secret(created.id, "one", "3")
    assert [store.secret(created.id, name) for name in ("one", "two", "none")] == ["3", "2", None]


def test_what_was_opened_is_remembered_for_minutes_only(kms_key: str) -> None:
    now = NOW
    calls: list[object] = []
    client = boto3.client("kms")
    client.meta.events.register("before-call.kms.Decrypt", lambda **call: calls.append(call))
    cipher = Cipher(lambda: client, kms_key, lambda: now)
    ciphertext = cipher.encrypt("secret", {"connection": "c"})
    assert [cipher.decrypt(ciphertext, {"connection": "c"}) for _ in range(2)] == ["secret", "secret"]
    assert len(calls) == 1
    now = NOW + REMEMBERED
    cipher.decrypt(ciphertext, {"connection": "c"})
    assert len(calls) == 2


def test_the_last_task_token_is_kept(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    assert store.task_token(created.id) is None
    store.put_task_token(created.id, "first")
    store.put_task_token(created.id, "second")
    assert store.task_token(created.id) == "second"


def test_a_refused_attempt_is_remembered(store: ConnectionStore, make: Make) -> None:
    integration = make().integration
    store.record_attempt(integration, "987654325", "tripletex_key_wrong", NOW)
    store.record_attempt(integration, "987654325", "company_mismatch", NOW + timedelta(seconds=1))
    assert [one.code for one in attempts.latest(integration, 10)] == ["company_mismatch", "tripletex_key_wrong"]


def fill(connection: Connection) -> None:
    """One item of everything that can be stored of a connection."""
    stores = dynamo_stores(connection.id)
    key = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id="1")
    link = Link(
        id="link", connection=connection.id, kind=Kind.CUSTOMER, tripletex=Half(id="t"), app=Half(id="1")
    )  # fmt: skip
    stores.links.add(link)
    stores.intents.claim(key, {"number": "1"}, "intent", NOW, timedelta(minutes=1))
    stores.inbox.put(key, due_at=NOW, priority=Priority.PERSON)
    fate = Fate(connection=connection.id, key=key, standing=Standing.LINKED, updated_at=NOW)
    stores.journal.set_fates([fate])
    stores.journal.write([Entry(connection=connection.id, key=key, at=NOW, what="linked")])


def test_everything_of_a_connection_is_deleted_and_nothing_of_another(store: ConnectionStore, make: Make) -> None:
    mine, other = store.create(make(1), KEYS), store.create(make(2), KEYS)
    fill(mine)
    fill(other)
    key = RecordKey(kind=Kind.CUSTOMER, side=Side.APP, id="1")
    store.delete_everything(mine.id)
    with pytest.raises(NotFound):
        store.get(mine.id)
    assert list(ConnectionItem.query(mine.id)) == []
    for connection, left in ((mine, 0), (other, 1)):
        stores = dynamo_stores(connection.id)
        counts = (
            sum(stores.links.count().values()),
            stores.inbox.count(),
            len(stores.journal.search()[0]),
            len(stores.journal.history(key)),
        )
        assert counts == (left,) * 4
    assert store.get(other.id) == other


def test_deleting_everything_again_is_fine(store: ConnectionStore, make: Make) -> None:
    created = store.create(make(), KEYS)
    store.delete_everything(created.id)
    store.delete_everything(created.id)
    assert store.create(make(), KEYS) == created


def test_those_who_wait_for_a_review_are_found_who_waited_longest_first(store: ConnectionStore, make: Make) -> None:
    later, sooner, none = (store.create(make(number), KEYS) for number in range(3))
    for each, day in ((later, 2), (sooner, 1)):
        asked = {"status": Status.IN_REVIEW, "plan_ready_at": datetime(2026, 3, day, tzinfo=UTC)}
        store.save(each.model_copy(update=asked))
    store.save(none.model_copy(update={"status": Status.SYNCING, "review_pending": "remainder"}))
    waiting = [each.id for each in store.waiting_for_review(limit=100)]
    assert [each for each in waiting if each in (later.id, sooner.id, none.id)] == [sooner.id, later.id]


def test_what_is_left_over_waits_for_a_review_until_somebody_has_answered(store: ConnectionStore, make: Make) -> None:
    made = store.create(make(), KEYS)
    asked = store.save(made.model_copy(update={"status": Status.ACTIVE, "review_pending": "remainder"}))
    assert made.id in [each.id for each in store.waiting_for_review(limit=100)]
    store.save(asked.model_copy(update={"review_pending": None}))
    assert made.id not in [each.id for each in store.waiting_for_review(limit=100)]
