"""Companies to connect with Rackbeat: one and the same firm with an account in Tripletex and one in Rackbeat."""

import random
from dataclasses import dataclass

from local.companies import CONTACT, OWNER_NUMBER
from local.peers import Json, RackbeatPeer, TripletexPeer
from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.model.settings_documents import AppDefaults, StartUp
from sandbox.seeding import Planted, RackbeatDirt, make_rackbeat_pair
from sandbox.seeding.makers import ascii_name
from sandbox.seeding.organisations import organisation_number

#: As the seeded account has them: its one group of customers and of suppliers, goods, services, net 14 days.
GROUPS = {
    Kind.CUSTOMER: AppDefaults(group="1", payment_terms="1"),
    Kind.SUPPLIER: AppDefaults(group="1", payment_terms="1"),
    Kind.PRODUCT: AppDefaults(group="1", service_group="2", unit="1"),
}
#: Everything that start-up can create.
EVERYTHING = StartUp(kinds=dict.fromkeys((Kind.CUSTOMER, Kind.SUPPLIER, Kind.PRODUCT, Kind.EMPLOYEE), True))


@dataclass(frozen=True)
class RackbeatSize:
    """Rows of each kind on each side; the share `overlap` of them stands on both."""

    customers: int
    suppliers: int
    products: int
    employees: int
    overlap: float = 0.5


@dataclass(frozen=True)
class RackbeatCompany:
    """A firm on both sides, with the keys its owner would copy out of each program."""

    name: str
    organization_number: str
    tripletex_id: int
    tripletex_key: str
    rackbeat_id: int
    rackbeat_key: str
    planted: tuple[Planted, ...]

    def settings(self, start_up: StartUp | None = None, **changes: object) -> Settings:
        """What its owner has chosen: the groups, and what start-up creates (None: nothing)."""
        chosen: dict[str, object] = {"app_defaults": GROUPS, "start_up": start_up or StartUp(), **changes}
        return Settings.model_validate(chosen)

    def order(self, settings: Settings, language: str = "nb") -> Json:
        """The body of POST /v1/connections."""
        return {
            "organization_number": self.organization_number,
            "keys": {"tripletex": self.tripletex_key, "app": self.rackbeat_key},
            "language": language,
            "contact_email": CONTACT,
            "settings": settings.model_dump(mode="json", exclude_defaults=True),
        }


def found_with_rackbeat(
    tripletex: TripletexPeer, rackbeat: RackbeatPeer, name: str, size: RackbeatSize,
    dirt: RackbeatDirt | None = None, seed: int = 1,
) -> RackbeatCompany:  # fmt: skip
    """Open and fill both accounts. `dirt` None: nothing is wrong. The same arguments make the same rows."""
    number = organisation_number(random.Random(f"{name}{seed}"))  # noqa: S311 - makes test data
    slug = ascii_name(name)
    tripletex_key, rackbeat_key = f"test-{slug}-{seed}", f"rackbeat-{slug}-{seed}"
    owner = {"employeeNumber": OWNER_NUMBER, "email": f"daglig.leder@{slug}.example"}
    opened = tripletex.open_company(
        {"name": name, "organization_number": number, "owner": owner, "tokens": [{"token": tripletex_key}]}
    )
    account = rackbeat.open_account({"name": name})
    rackbeat.set_key(account["id"], rackbeat_key, ["sales", "purchase", "settings"])
    pair = make_rackbeat_pair(
        customers=size.customers, suppliers=size.suppliers, products=size.products, employees=size.employees,
        overlap=size.overlap, seed=seed, dirt=RackbeatDirt.none() if dirt is None else dirt,
    )  # fmt: skip
    tripletex.seed(opened["id"], pair.tripletex)
    rackbeat.seed(account["id"], pair.rackbeat)
    return RackbeatCompany(
        name, number, opened["id"], tripletex_key, account["id"], rackbeat_key, pair.planted
    )  # fmt: skip
