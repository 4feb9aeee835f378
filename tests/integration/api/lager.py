"""A company with Rackbeat: both its systems have lists to choose from, and its connection is live."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from samspill.model.changes import RecordKey
from samspill.model.connection import Company, Connection
from samspill.model.kinds import Kind, Side
from samspill.model.links import Half, Link
from samspill.model.problems import Problem
from samspill.model.records import Values
from tests.fakes.choices import Choices, Row, code, group
from tests.fakes.keyed_systems import KeyedSystem
from tests.integration.api.bench import Bench
from tests.integration.api.client import Answered


class ChoosingSystem(KeyedSystem, Choices):
    """A company on one side that also has its lists."""

    def __init__(self, side: Side, company: Company, choices: Choices) -> None:
        KeyedSystem.__init__(self, side, company)
        Choices.__init__(self, **{name: getattr(choices, name) for name in Choices.__dataclass_fields__})


def app_choices() -> Choices:
    """What a small account has set up."""
    return Choices(
        sorts={
            "customer": [Row("1", "Kunder")],
            "supplier": [Row("1", "Leverandører")],
            "product": [group("1", 25, 0, 0, 0), group("2", 25, 0, 0, 0, has_inventory=False)],
        },
        terms=[Row("1", "Netto 14 dager", due="14 days"), Row("2", "Netto 30 dager", due="30 days")],
        printed=[Row("1", "Standard")],
        measured=[Row("1", "stk")],
    )


def books_choices() -> Choices:
    """Codes that are active in Tripletex."""
    return Choices(codes=[code("3", 25), code("5", 0), code("52", 0)])


@dataclass
class Lager:
    """`app` and `books` are its systems, `id` its connection."""

    bench: Bench
    app: ChoosingSystem
    books: ChoosingSystem
    id: str
    _links: list[str] = field(default_factory=list)

    @property
    def connection(self) -> Connection:
        return self.bench.app.connections.get(self.id)

    @property
    def stores(self) -> Any:
        return self.bench.app.stores(self.id)

    def preview(self, **settings: Any) -> Answered:
        """What a change would do."""
        path = f"/v1/connections/{self.id}/settings/preview"
        return self.bench.other_product.post(path, {"settings": settings})

    def foreseen(self, **settings: Any) -> dict[str, Any]:
        """Consequences by code, and by the side where values give way."""
        answer = self.preview(**settings)
        assert answer.status == 200, answer.text
        return {":".join(filter(None, (each["code"], each["side"]))): each for each in answer.json["consequences"]}

    def put(self, **settings: Any) -> Answered:
        """Change the settings."""
        return self.confirmed(None, settings)

    def confirmed(self, confirm: str | None, settings: Mapping[str, Any]) -> Answered:
        """Change the settings and confirm what it does."""
        path = f"/v1/connections/{self.id}/settings"
        return self.bench.other_product.send("PUT", path, settings, query={"confirm": confirm})

    def link(self, kind: Kind, tripletex: Values, app: Values) -> Link:
        """A linked pair whose halves last said that."""
        place = str(len(self._links) + 1)
        self._links.append(place)
        both: Mapping[str, Half] = {
            "tripletex": Half(id=f"t{place}", base=tripletex, version=1), "app": Half(id=f"a{place}", base=app)
        }  # fmt: skip
        made: Link = self.stores.links.add(Link(id=f"l{place}", connection=self.id, kind=kind, **both))
        return made

    def held(self, kind: Kind, number: str, code: str = "data_refused") -> RecordKey:
        """A record, or a document, with an open problem."""
        key = RecordKey(kind=kind, side=Side.APP, id=number)
        now = self.bench.now
        self.stores.journal.open_problem(
            Problem(
                id="", connection=self.id, key=key, code=code, number=number, name=f"Nr. {number}",
                opened_at=now, seen_at=now,
            )
        )  # fmt: skip
        return key

    def waits(self, key: RecordKey) -> bool:
        """Whether it is in the inbox."""
        return bool(self.stores.inbox.find([key]))


def lager(bench: Bench, **settings: Any) -> Lager:
    """A live connection to Rackbeat with those settings."""
    company = bench.company()
    systems = {}
    for side, key, choices in (
        (Side.APP, company.app_key, app_choices()),
        (Side.TRIPLETEX, company.tripletex_key, books_choices()),
    ):
        owner = company.systems[side].owner
        systems[side] = bench.world.systems[side, key] = ChoosingSystem(side, owner, choices)
    order = company.order(settings=settings)
    made = bench.other_product.post("/v1/connections", order)
    assert made.status == 201, made.text
    bench.changed(made.json["id"], status="active", live=True)
    bench.wakeups.woken.clear()
    return Lager(bench, systems[Side.APP], systems[Side.TRIPLETEX], made.json["id"])
