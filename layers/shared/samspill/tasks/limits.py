"""How often strangers may ask for something, so that nobody can flood a mailbox or try out keys."""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_network

from samspill.composition import App
from samspill.exceptions import SamspillError


class TooMany(SamspillError):
    """Asked too often: again from `until` (UTC) on."""

    def __init__(self, until: datetime) -> None:
        super().__init__("too_many_requests", f"until {until.isoformat()}")
        self.until = until


@dataclass(frozen=True)
class Limit:
    """`most` times in each window of `every`."""

    name: str
    most: int
    every: timedelta

    def window(self, now: datetime) -> datetime:
        """The start of the window that `now` is in."""
        epoch = datetime.min.replace(tzinfo=UTC)
        return epoch + (now - epoch) // self.every * self.every


HOUR = timedelta(hours=1)
ONBOARDINGS_OF_ADDRESS = Limit("onboardings-of-address", 3, HOUR)
ONBOARDINGS_FROM = Limit("onboardings-from", 20, HOUR)
LINKS_OF_ADDRESS = Limit("links-of-address", 3, HOUR)
LINKS_FROM = Limit("links-from", 30, HOUR)
#: Onboardings of an address that nobody came to by mail yet: so many at a time.
UNCONFIRMED = 5
KEYS_OF_ONBOARDING = Limit("keys-of-onboarding", 20, HOUR)
KEYS_OF_TURN_ON = Limit("keys-of-turn-on", 20, HOUR)
KEYS_OF_CONNECTION = Limit("keys-of-connection", 20, HOUR)
SUPPORT_OF_CONNECTION = Limit("support-of-connection", 20, HOUR)


def allowed(app: App, limit: Limit, who: str) -> bool:
    """Count one more of `who`; whether the limit still allows it. Nothing of `who` is kept but a hash."""
    owner = f"asked#{limit.name}#{hashlib.sha256(who.encode()).hexdigest()}"
    return app.permits.lease(owner, limit.window(app.clock()).isoformat(), limit.most, 1) == 1


def check(app: App, limit: Limit, who: str) -> None:
    """Raises TooMany when `who` has used up the limit."""
    if not allowed(app, limit, who):
        raise TooMany(limit.window(app.clock()) + limit.every)


def network(address: str) -> str:
    """Whom an address of the internet stands for: of IPv6 everybody has at least a /64 to choose from."""
    try:
        return str(ip_network(f"{address}/{64 if ':' in address else 32}", strict=False))
    except ValueError:
        return address
