"""People who make out invoices in Rackbeat: drafted, changed, booked, opened again, credited, one function a sort."""

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from local.chaos.bills import is_credit
from local.chaos.hands import Hands
from local.chaos.people import Nobody, People
from local.chaos.sight import Explanations, Sight
from local.peers import Json
from local.rackbeat_companies import RackbeatCompany
from samspill.model.kinds import Kind, Side

_KIND = "customer_invoice"


@dataclass(eq=False)
class Paper:
    """An invoice that somebody made out, with its mark. `void`: opened again or deleted since it was booked."""

    firm: int
    mark: str
    number: int
    void: bool = False


@dataclass(frozen=True)
class Issued:
    """An invoice, or the credit note of one, that was booked and is to arrive."""

    paper: Paper
    number: int
    credit: bool

    @property
    def firm(self) -> int:
        """Whose."""
        return self.paper.firm

    def settled(self, sight: Sight, told: Explanations) -> bool | None:
        """Whether it stands in Tripletex or somebody is told why not; None when it was taken back."""
        if self.paper.void and not self.credit:
            return None
        place = (Kind.CREDIT_NOTE if self.credit else Kind.INVOICE, Side.APP, str(self.number))
        return place in told.problems or bool(sight.bills.marked(self.paper.mark, credit=self.credit))


@dataclass
class Office:
    """Everybody who does it, in all firms that have invoices."""

    people: People
    papers: list[Paper] = field(default_factory=list)

    def rows(self, firm: int, kind: str = _KIND) -> list[Json]:
        """What of a kind stands in a firm's Rackbeat."""
        hands = self.people.firms[firm]
        return hands.world.rackbeat.rows(_rackbeat(hands), kind)

    def do(self, firm: int, op: str, number: int | None, data: Json | None = None) -> Json:
        """Do something to an invoice. Raises PeerRefused."""
        hands = self.people.firms[firm]
        return hands.world.rackbeat.edit(_rackbeat(hands), _KIND, op, number, data)

    def firm(self, dice: random.Random) -> int:
        """A firm that has invoices. Raises Nobody."""
        having = [place for place, hands in enumerate(self.people.firms) if hands.trade.has_invoices]
        if not having:
            raise Nobody
        return dice.choice(having)

    def pick(self, dice: random.Random, fits: Callable[[Json, list[Json]], bool]) -> tuple[Paper, Json]:
        """Some invoice; `fits` gets its row and all rows. Raises Nobody."""
        firm = self.firm(dice)
        rows = self.rows(firm)
        known = {each.number: each for each in self.papers if each.firm == firm}
        fitting = [row for row in rows if row["number"] in known and fits(row, rows)]
        if not fitting:
            raise Nobody
        row = dice.choice(fitting)
        return known[row["number"]], row

    def lines(self, dice: random.Random, firm: int) -> list[Json]:
        """Lines of an invoice: goods as they are, odd quantities, prices of the day, discounts."""
        goods = [row["number"] for row in self.rows(firm, "product") if not row["is_barred"]]
        return [
            {
                "item_id": item,
                "quantity": dice.choice((1, 2, 7, 0.5, 12, 3.25)),
                **({"line_price": dice.randrange(1, 900_000) / 100} if dice.random() < 0.5 else {}),
                **({"discount_percentage": dice.choice((5, 12.5, 33))} if dice.random() < 0.4 else {}),
            }
            for item in dice.sample(goods, min(len(goods), dice.randrange(1, 5)))
        ]


def draft(office: Office, dice: random.Random) -> list[Issued]:
    """An invoice begun."""
    _draft(office, dice)
    return []


def invoice(office: Office, dice: random.Random) -> list[Issued]:
    """An invoice made out and booked at once."""
    paper = _draft(office, dice)
    office.do(paper.firm, "book", paper.number)
    return [Issued(paper, paper.number, credit=False)]


def book(office: Office, dice: random.Random) -> list[Issued]:
    """A draft booked."""
    paper, row = office.pick(dice, lambda row, _: not row["is_booked"])
    office.do(paper.firm, "book", row["number"])
    paper.void = False
    return [Issued(paper, paper.number, credit=False)]


def change(office: Office, dice: random.Random) -> list[Issued]:
    """Other lines on a draft."""
    paper, row = office.pick(dice, lambda row, _: not row["is_booked"])
    office.do(paper.firm, "update", row["number"], {"lines": office.lines(dice, paper.firm)})
    return []


def unbook(office: Office, dice: random.Random) -> list[Issued]:
    """A booked one made a draft again, perhaps while it crosses."""
    paper, row = office.pick(dice, lambda row, _: row["is_booked"])
    office.do(paper.firm, "unbook", row["number"])
    paper.void = True
    return []


def delete(office: Office, dice: random.Random) -> list[Issued]:
    """A draft deleted."""
    paper, row = office.pick(dice, lambda row, _: not row["is_booked"])
    office.do(paper.firm, "delete", row["number"])
    paper.void = True
    return []


def credit(office: Office, dice: random.Random) -> list[Issued]:
    """All of a booked invoice taken back."""
    paper, note = _credited(office, dice)
    office.do(paper.firm, "book", note["number"])
    return [Issued(paper, note["number"], credit=True)]


def credit_a_part(office: Office, dice: random.Random) -> list[Issued]:
    """The first line of a booked invoice taken back in part."""
    paper, note = _credited(office, dice)
    first = note["lines"][0]
    office.do(
        paper.firm, "update", note["number"], {"lines": [{"id": first["id"], "quantity": first["quantity"] / 4}]}
    )
    office.do(paper.firm, "book", note["number"])
    return [Issued(paper, note["number"], credit=True)]


PAPERS: Mapping[str, Callable[[Office, random.Random], list[Issued]]] = {
    "invoice": invoice,
    "draft an invoice": draft,
    "change a draft": change,
    "book a draft": book,
    "open an invoice again": unbook,
    "delete a draft": delete,
    "credit an invoice": credit,
    "credit a part": credit_a_part,
}


def _draft(office: Office, dice: random.Random) -> Paper:
    firm = office.firm(dice)
    buyers = [row["number"] for row in office.rows(firm, "customer") if not row["is_barred"]]
    lines = office.lines(dice, firm)
    if not buyers or not lines:
        raise Nobody
    mark = office.people.new_mark()
    row = office.do(firm, "create", None, {"customer_id": dice.choice(buyers), "heading": mark, "lines": lines})
    office.papers.append(Paper(firm, mark, row["number"]))
    return office.papers[-1]


def _credited(office: Office, dice: random.Random) -> tuple[Paper, Json]:
    """A booked invoice that nothing takes back yet, and a credit note begun for it."""

    def fits(row: Json, rows: list[Json]) -> bool:
        notes = {each["credited_invoice_number"] for each in rows if is_credit(each)}
        return bool(row["is_booked"]) and row["number"] not in notes

    paper, row = office.pick(dice, fits)
    return paper, office.do(paper.firm, "credit", row["number"])


def _rackbeat(hands: Hands) -> int:
    if not isinstance(hands.firm, RackbeatCompany):
        raise TypeError(f"{hands.firm.name} has no Rackbeat")
    return hands.firm.rackbeat_id
