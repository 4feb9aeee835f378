"""Reading documents, and what of them stands elsewhere: the groups of their products, the zone of their party."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta

from samspill.exceptions import ConfigurationWrong, NotFound, RetryLater
from samspill.model.documents import Document
from samspill.model.kinds import Kind
from samspill.model.records import Product
from samspill.systems.rackbeat.catalogues import Catalogues
from samspill.systems.rackbeat.client import Client, row_path
from samspill.systems.rackbeat.documents import (
    LISTS,
    Beside,
    DocumentList,
    document_of,
    lines_of,
    party_of,
    product_of,
    zone_of,
)
from samspill.systems.rackbeat.mapping import CUSTOMERS, SUPPLIERS
from samspill.systems.rackbeat.reading import Reader
from samspill.systems.rackbeat.wire import Row, identified, is_deleted
from samspill.systems.transport import Request

#: A product's group is asked for again after so long: orders of the same goods come close together.
GROUPS_KEPT = timedelta(minutes=5)
_PARTIES = {"customer": CUSTOMERS.path, "supplier": SUPPLIERS.path}


class DocumentReader:
    """Reads documents of one account."""

    def __init__(
        self, client: Client, reader: Reader, catalogues: Catalogues, clock: Callable[[], datetime]
    ) -> None:  # fmt: skip
        self._client, self._reader, self._catalogues, self._clock = client, reader, catalogues, clock
        self._groups: dict[str, tuple[datetime, str]] = {}

    def get(self, kind: Kind, ids: Sequence[str]) -> dict[str, Document | None]:
        """Each number with its document; None only when a GET of that very number said 404, or that it is deleted.
        Raises RetryLater for an answer that is no whole document."""
        list_ = LISTS[kind]
        rows = {each: self.row(list_, kind, each) for each in dict.fromkeys(ids)}
        return {each: None if row is None else self._document(list_, row) for each, row in rows.items()}

    def row(self, list_: DocumentList, kind: Kind, number: str) -> Row | None:
        """A document as it was answered."""
        if not number:
            return None
        try:
            row = self._client.ask(Request("GET", row_path(list_.path, number), subject=kind.value), identified)
        except NotFound:
            return None
        return None if is_deleted(row) else row

    def _document(self, list_: DocumentList, row: Row) -> Document:
        try:
            products = {product for line in lines_of(row) if (product := product_of(line))}
            zone = zone_of(list_, row) or self._zone(list_, party_of(list_, row))
            return document_of(list_, row, Beside(self._groups_of(products), zone, self._reference(row)))
        except ValueError as error:  # pydantic's too; its own text would repeat values of the document
            detail = f"a document of {list_.path} lacks what every one has"
            raise RetryLater(detail=detail if type(error) is not ValueError else f"{detail}: {error}") from None

    def _groups_of(self, products: Iterable[str]) -> dict[str, str]:
        now = self._clock()
        self._groups = {number: known for number, known in self._groups.items() if now - known[0] < GROUPS_KEPT}
        for number in sorted(products):
            if number not in self._groups:
                record = self._reader.get(Kind.PRODUCT, [number])[number]
                group = record.group if isinstance(record, Product) else None
                self._groups[number] = (now, group or "")
        return {number: self._groups[number][1] for number in products}

    def _zone(self, list_: DocumentList, party: str) -> str:
        request = Request("GET", row_path(_PARTIES[list_.party], party), subject=list_.party)
        try:
            return str(self._client.ask(request, identified).get("vat_zone") or "")
        except NotFound:
            return ""

    def _reference(self, row: Row) -> str:
        """Who it is signed by, as people read it: shown, a text, or the number of an employee whose name has to be
        looked up. A key may lack the right to that."""
        reference = row.get("our_reference")
        if isinstance(reference, dict):
            return str(reference.get("name") or "")
        number = str(reference or "").strip()
        if not number.isdecimal():
            return number
        try:
            person = self._catalogues.person(number)
        except ConfigurationWrong as error:
            if error.code != "own_right_missing":
                raise
            return ""
        return person.name if person else ""
