"""E-mail addresses: how they are compared, and whose may open a connection."""

from samspill.model.connection import Connection


def normal(email: str) -> str:
    """An address as it is compared: case does not matter."""
    return email.strip().casefold()


def addresses_of(connection: Connection) -> tuple[str, ...]:
    """Who may have a link to the connection, its contact and those told of problems: as they stand there, never as
    somebody else typed them."""
    addresses = (connection.contact_email or "", *connection.settings.notify)
    return tuple({normal(address): address for address in addresses if address}.values())


def belongs_to(connection: Connection, email: str) -> bool:
    """Whether the address is (still) one of the connection's."""
    return normal(email) in {normal(address) for address in addresses_of(connection)}
