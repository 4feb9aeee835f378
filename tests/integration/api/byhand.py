"""A live company whose records are linked and taken apart by hand, with a worker that carries it out."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from samspill.model.changes import RecordKey
from samspill.model.connection import Connection
from samspill.model.kinds import Kind, Side
from samspill.model.links import Link
from samspill.model.records import Record
from samspill.sync.ports import Stores
from samspill.tasks.work import work
from tests.integration.api.bench import Bench, TwoKeys
from tests.integration.api.client import Answered


@dataclass
class ByHand:
    """The company, its connection and what people do there."""

    bench: Bench
    company: TwoKeys
    connection: Connection

    @classmethod
    def at(cls, bench: Bench) -> "ByHand":
        company = bench.company()
        return cls(bench, company, bench.live(company))

    @property
    def stores(self) -> Stores:
        return self.bench.app.stores(self.connection.id)

    def customer(self, side: Side, number: str, name: str, **values: object) -> Record:
        """Somebody adds a customer, and nobody has looked at it yet."""
        return self.company.systems[side].put(Kind.CUSTOMER, number=number, name=name, **values)

    def looked_at(self, record: Record, side: Side) -> None:
        """It is told of and worked on."""
        self.stores.inbox.put(key_of(record, side), due_at=self.bench.now)
        self.worked()

    def worked(self) -> None:
        """The workers run until nothing is due."""
        for group in ("party", "project", "party"):
            work(self.bench.app, self.connection.id, group, self.bench.now + timedelta(hours=1))

    def pair(self, number: str = "10001", name: str = "Ås Bygg AS") -> tuple[Record, Record]:
        """A linked customer: in Tripletex and in the app."""
        ours = self.customer(Side.TRIPLETEX, number, name)
        self.looked_at(ours, Side.TRIPLETEX)
        link = self.link(ours, Side.TRIPLETEX)
        assert link is not None
        return ours, self.now(Side.APP, link.app.id)

    def now(self, side: Side, record_id: str) -> Record:
        """The customer as it is in its system."""
        return self.company.systems[side].records[Kind.CUSTOMER][record_id]

    def link(self, record: Record, side: Side) -> Link | None:
        return self.stores.links.by_ids(record.kind, side, [record.id]).get(record.id)

    def call(self, record: Record, side: Side, what: str, **body: Any) -> Answered:
        """The product asks for it."""
        return self.bench.product.post(self.path(record, side, what), body)

    def path(self, record: Record, side: Side, what: str = "") -> str:
        own = f"/v1/connections/{self.connection.id}/records/{record.kind.value}/{side.value}/{record.id}"
        return f"{own}/{what}" if what else own


def key_of(record: Record, side: Side) -> RecordKey:
    return RecordKey(kind=record.kind, side=side, id=record.id)
