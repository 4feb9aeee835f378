"""Shed, the smallest app there can be: a list of customers and one of products, kept in memory.

All that a third app is made of: a side of a connection, how its deliveries are read, and the table of its rules."""

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import count

from samspill.apps import AppSystem
from samspill.model import normalise as n
from samspill.model.changes import RecordKey
from samspill.model.connection import Capabilities, Company
from samspill.model.kinds import Kind, Side
from samspill.model.records import RECORD_TYPES, Record, Values
from samspill.model.rules import Field, Gone, Integration, KindRule
from samspill.model.settings import Settings
from samspill.sync.ports import Changed, Done, Draft, Missing, Outcome, Patch, RegisterPage, Repair, Subscribed
from samspill.systems.deliveries import Hint

_GONE = {side: Gone("gone_in_tripletex" if side is Side.TRIPLETEX else "gone_in_app") for side in Side}
INTEGRATION = Integration(
    name="shed",
    system="shed",
    self_service=True,
    rules=(
        KindRule(
            kind=Kind.CUSTOMER,
            fields=(
                Field("number", normalise=n.number), Field("name", normalise=n.text),
                Field("phone", normalise=n.phone),
            ),
            unique_on=frozenset(Side), gone=_GONE,
        ),
        KindRule(
            kind=Kind.PRODUCT,
            fields=(
                Field("number", normalise=n.number), Field("name", normalise=n.text),
                Field("price", normalise=n.amount),
            ),
            unique_on=frozenset(Side), gone=_GONE,
        ),
    ),
)  # fmt: skip


class ShedProbe:
    """Whose key it is; every key may do everything."""

    def __init__(self, company: Company) -> None:
        self.company, self.capabilities, self.missing_rights = company, Capabilities(), ()


class Shed:
    """One account (samspill.sync.ports.System)."""

    side = Side.APP

    def __init__(self, organization_number: str, account: str = "shed-1") -> None:
        self._owner = Company(id=account, name="Bygg AS", organization_number=organization_number)
        self.records: dict[tuple[Kind, str], Record] = {}
        self.told: list[tuple[Kind, str]] = []
        self._ids = count(1)

    def write(self, kind: Kind, record_id: str | None, values: Values) -> Record:
        """Somebody, or the port, makes or changes a record."""
        record_id = record_id or f"s{next(self._ids)}"
        names = {each.name for each in INTEGRATION.rule(kind).fields}
        known = self.records[kind, record_id].values() if (kind, record_id) in self.records else {}
        shown = {**dict.fromkeys(names), **known, **{name: values[name] for name in names & values.keys()}}
        self.records[kind, record_id] = RECORD_TYPES[kind].model_validate({**shown, "id": record_id})
        self.told.append((kind, record_id))
        return self.records[kind, record_id]

    def company(self) -> Company:
        return self._owner

    def probe(self, _settings: Settings) -> ShedProbe:
        return ShedProbe(self._owner)

    def check_rights(self, kind: Kind) -> None:
        return None

    def get(self, kind: Kind, ids: Sequence[str]) -> dict[str, Record | None]:
        return {record_id: self.records.get((kind, record_id)) for record_id in ids}

    def find(self, kind: Kind, field: str, values: Sequence[str]) -> list[Record]:
        return [r for (k, _), r in self.records.items() if k is kind and str(r.values().get(field)) in values]

    def read_page(self, kind: Kind, _cursor: str = "") -> RegisterPage:
        return RegisterPage([record for (k, _), record in self.records.items() if k is kind])

    def create(self, kind: Kind, drafts: Sequence[Draft]) -> list[Outcome]:
        return [Done(self.write(kind, None, draft.values)) for draft in drafts]

    def update(self, kind: Kind, patches: Sequence[Patch]) -> list[Outcome]:
        return [
            Done(self.write(kind, patch.id, patch.values)) if (kind, patch.id) in self.records else Missing()
            for patch in patches
        ]

    def delete(self, kind: Kind, record_id: str, _version: int | None) -> Outcome | None:
        self.records.pop((kind, record_id), None)
        return None

    def changed_since(self, kind: Kind, cursor: str) -> Changed:
        news = self.told[int(cursor) :] if cursor else []
        return Changed(ids=tuple(i for k, i in news if k is kind), cursor=str(len(self.told)))

    def subscribe(self, _url: str, secret: str, _kinds: Sequence[Kind]) -> list[Subscribed]:
        return [Subscribed("1", "everything", secret)]

    def unsubscribe(self, ids: Sequence[str]) -> None:
        return None

    def repair_subscriptions(self, _url: str, _ids: Sequence[str], _secrets: Sequence[str]) -> Repair:
        return Repair.SOUND


class ShedWebhooks:
    """A delivery says its secret in a header, and kind and id in its body."""

    def genuine(self, headers: Mapping[str, str], _body: bytes, secrets: Sequence[str], _now: datetime) -> bool:
        return headers.get("shed-secret") in secrets

    def hints(self, body: bytes, _headers: Mapping[str, str]) -> Sequence[Hint]:
        told = json.loads(body)
        return [Hint(RecordKey(kind=Kind(told["kind"]), side=Side.APP, id=told["id"]))]


def app_of(accounts: Mapping[str, Shed]) -> AppSystem:
    """The app for the composition's table; a key opens its account."""
    return AppSystem(lambda opening: accounts[opening.key], ShedWebhooks)
