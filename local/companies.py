"""Companies to connect: one and the same firm with an account in Tripletex and one in Svenn, filled with rows."""

import random
from dataclasses import dataclass

from local.peers import Json, SvennPeer, TripletexPeer
from sandbox.seeding import Dirt, Planted, make_pair
from sandbox.seeding.makers import ascii_name
from sandbox.seeding.organisations import organisation_number


@dataclass(frozen=True)
class Size:
    """Rows of each kind on each side; the share `overlap` of them stands on both."""

    customers: int
    projects: int
    employees: int
    overlap: float = 0.5


@dataclass(frozen=True)
class Company:
    """A firm on both sides, with the keys its owner would copy out of each program."""

    name: str
    organization_number: str
    tripletex_id: int
    tripletex_key: str
    svenn_id: str
    svenn_key: str
    planted: tuple[Planted, ...]

    def order(self, language: str = "nb", **settings: object) -> Json:
        """The body of POST /v1/connections; mails come in `language`. A project whose manager may not lead projects
        in Tripletex gets the administrator."""
        return {
            "organization_number": self.organization_number,
            "keys": {"tripletex": self.tripletex_key, "app": self.svenn_key},
            "language": language,
            "contact_email": CONTACT,
            "settings": {"fallback_project_manager": OWNER_NUMBER, **settings},
        }


#: Who gets the firm's mails.
CONTACT = "post@montor.example"
#: Employee number of the administrator of each Tripletex account.
OWNER_NUMBER = "9001"


def found(
    tripletex: TripletexPeer, svenn: SvennPeer, name: str, size: Size, dirt: Dirt | None = None, seed: int = 1
) -> Company:
    """Open and fill both accounts. `dirt` None: nothing is wrong. The same arguments make the same rows."""
    randomness = random.Random(f"{name}{seed}")  # noqa: S311 - makes test data
    number = organisation_number(randomness)
    slug = ascii_name(name)
    tripletex_key, svenn_key = f"test-{slug}-{seed}", f"svenn-{slug}-{seed}"
    owner = {"employeeNumber": OWNER_NUMBER, "email": f"daglig.leder@{slug}.example"}
    opened = tripletex.open_company(
        {"name": name, "organization_number": number, "owner": owner, "tokens": [{"token": tripletex_key}]}
    )
    account = svenn.open_account(
        {"name": name, "organization_number": number, "tokens": [{"token": svenn_key}], "licence_limit": None}
    )
    pair = make_pair(
        customers=size.customers, projects=size.projects, employees=size.employees, overlap=size.overlap, seed=seed,
        dirt=Dirt.none() if dirt is None else dirt,
    )  # fmt: skip
    tripletex.seed(opened["id"], pair.tripletex)
    svenn.seed(account["id"], pair.svenn)
    return Company(name, number, opened["id"], tripletex_key, account["id"], svenn_key, pair.planted)
