"""The two systems as documents see them: those of an integration that has documents offer these calls."""

from typing import cast

from samspill.model.kinds import Side
from samspill.sync.desk import Desk
from samspill.sync.ports.documents import Books, Source


def source(desk: Desk) -> Source:
    """The app, where documents are made out."""
    return cast(Source, desk.systems[Side.APP])


def books(desk: Desk) -> Books:
    """Tripletex, where they become orders and invoices."""
    return cast(Books, desk.systems[Side.TRIPLETEX])
