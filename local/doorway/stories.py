"""Both stories, step by step: what one opens, and what to look at there."""

from collections.abc import Sequence
from dataclasses import dataclass

from local.companies import CONTACT, Company
from local.deployment import DEFAULTS
from local.peers import Json
from local.rackbeat_companies import RackbeatCompany
from local.world import World

#: Tabs that links open, so that each program keeps its own.
PRODUCT, TRIPLETEX, APP, MAILS = "samspill", "tripletex", "app", "mails"


@dataclass(frozen=True)
class Way:
    """A link of a step: what it says, where it leads, and the browser's tab that it opens in."""

    said: str
    to: str
    tab: str = PRODUCT


@dataclass(frozen=True)
class Step:
    """One step: what one does, what to look at, and the ways there."""

    title: str
    look: str
    ways: Sequence[Way]


@dataclass(frozen=True)
class Story:
    """A company that is not connected yet, and the way it goes. `integration` and `organization_number` tell its
    connection; `turning_on` is what the app's backend asks a page session with (None: the company comes by itself).
    """

    key: str
    integration: str
    company: str
    organization_number: str
    title: str
    about: str
    steps: Sequence[Step]
    turning_on: Json | None = None

    def has(self, connection: Json) -> bool:
        """Whether a connection, as the API shows it, is this company's."""
        numbers = (
            connection["organization_number"],
            (connection["tripletex_company"] or {}).get("organization_number"),
        )
        return connection["integration"] == self.integration and self.organization_number in numbers


def craftsman(world: World, company: Company) -> Story:
    """Svenn: turned on in the app's marketplace, approved by staff."""
    tripletex = f"{world.tripletex.url}/screens/{company.tripletex_id}"
    svenn = f"{world.svenn.url}/screens/{company.svenn_id}"
    steps = (
        Step(
            "Open the marketplace as the craftsman",
            "You are the manager of the firm, in Svenn. Read what the integration does, and turn it on.",
            (Way("Open the marketplace", "/begin/svenn"),),
        ),
        Step(
            "Fetch the key from Tripletex",
            "The page says where to find it. Copy it, spoil a letter first and see what is said, then paste it.",
            (Way("Tripletex › API access", f"{tripletex}/access", TRIPLETEX),),
        ),
        Step(
            "Wait for the review",
            "Both registers are read and a plan is made: nothing is written yet. Staff get a mail.",
            (Way("The card", "/go/svenn"), Way("Staff's mail", f"/inbox?to={DEFAULTS['StaffMail']}", MAILS)),
        ),
        Step(
            "Approve it as staff",
            "Sign in as Kari Lund or Ola Vik. Look at the picture, decide about an ambiguous row, approve. "
            "From now on this browser is signed in as staff; step 5 makes you the craftsman again.",
            (Way("Sign in as staff", "/pages/staff/sign-in?to=/pages/staff/reviews"),),
        ),
        Step(
            "Watch the first sync",
            "Phase 1 writes to Svenn, phase 2 to Tripletex; then the card says Active.",
            (Way("The card, as the craftsman", "/begin/svenn"),),
        ),
        Step(
            "Change a customer in Tripletex",
            "Open any, change the phone number, save: as people there do it.",
            (Way("Tripletex › Customers", f"{tripletex}/customers", TRIPLETEX),),
        ),
        Step(
            "See it arrive in Svenn",
            "Within a second or two it stands first in the list. Change something here too and look back.",
            (Way("Svenn › Customers", f"{svenn}/customers?watch=1", APP),),
        ),
        Step(
            "Ask why something did not come over",
            "Make a project in Svenn, led by a moderator, without a start date: the log says what is missing and who "
            "has to act. Mend it.",
            (
                Way("Svenn › New project", f"{svenn}/projects/new", APP),
                Way("Svenn › Employees", f"{svenn}/employees", APP), Way("Logs", "/go/svenn/logs"),
            ),
        ),
        Step(
            "Find any record",
            "Search by name or number; its page shows both sides and one timeline.",
            (Way("Records", "/go/svenn/records"),),
        ),
        Step(
            "Send hours",
            "Switch hours on in the settings, enter some in Svenn and approve them there; see what would go, send.",
            (
                Way("Settings", "/go/svenn/settings"), Way("Svenn › New hours", f"{svenn}/hours/new", APP),
                Way("Hours", "/go/svenn/hours"), Way("Tripletex › Hours", f"{tripletex}/hours?watch=1", TRIPLETEX),
            ),
        ),
    )  # fmt: skip
    order = {
        "app_key": company.svenn_key, "organization_number": company.organization_number, "contact_email": CONTACT,
        "by": "Lise Hansen",
    }  # fmt: skip
    about = "A firm with its hours and projects in Svenn and its books in Tripletex; staff look at its plan."
    return Story(
        "svenn", "svenn", company.name, company.organization_number, "The craftsman: Svenn", about, steps, order
    )


def warehouse(world: World, company: RackbeatCompany, email: str) -> Story:
    """Rackbeat: the company connects itself and approves its own plan."""
    tripletex = f"{world.tripletex.url}/screens/{company.tripletex_id}"
    rackbeat = f"{world.rackbeat.url}/screens/{company.rackbeat_id}"
    inbox = Way("Its mails", f"/inbox?to={email}", MAILS)
    steps = (
        Step(
            "Begin on the open web",
            f"Nobody knows you here. Say you are {company.name}; the mails go to {email}.",
            (Way("Connect Rackbeat", "/pages/connect/rackbeat"),),
        ),
        Step(
            "Open the mail",
            "Its link proves that the address is yours, and leads back to the set-up at any time.",
            (inbox,),
        ),
        Step(
            "Paste both keys",
            "Copy each; try the wrong one first. Both companies are shown by name before you go on.",
            (
                Way("Tripletex › API access", f"{tripletex}/access", TRIPLETEX),
                Way("Rackbeat › API keys", f"{rackbeat}/access", APP),
            ),
        ),
        Step(
            "Choose groups, start-up and settings",
            "The supplier group is missing: make it there, or in Rackbeat. Take what is proposed for the rest.",
            (Way("Rackbeat › Supplier groups", f"{rackbeat}/supplier-groups", APP),),
        ),
        Step(
            "Look at the plan and approve it yourself",
            "It shows what comes to Rackbeat: records, stock, payment terms, invitations. Nothing is written before.",
            (Way("The plan", "/go/rackbeat/plan"),),
        ),
        Step(
            "Watch the first sync",
            "Goods lie on the shelf in Rackbeat as they do in Tripletex. A mail says when all is done.",
            (Way("The card", "/go/rackbeat"), Way("Rackbeat › Products", f"{rackbeat}/products?watch=1", APP), inbox),
        ),
        Step(
            "Book an invoice in Rackbeat",
            "Make one out for a customer, with a line or two of goods, and book it.",
            (Way("Rackbeat › New invoice", f"{rackbeat}/invoices/new", APP),),
        ),
        Step(
            "See it arrive in Tripletex",
            "Once, with the same total, and nothing is sent to the customer. Credit it in Rackbeat, look again.",
            (
                Way("Tripletex › Invoices", f"{tripletex}/invoices?watch=1", TRIPLETEX),
                Way("Tripletex › Mails sent", f"{tripletex}/mails", TRIPLETEX),
            ),
        ),
        Step(
            "Change the settings later",
            "The link in the last mail opens them once; a new link is a form away.",
            (Way("Settings", "/go/rackbeat/settings"), Way("A new link", "/pages/way-back"), inbox),
        ),
    )  # fmt: skip
    about = "A firm with its goods and invoices in Rackbeat and its books in Tripletex; it does everything itself."
    return Story(
        "rackbeat", "rackbeat", company.name, company.organization_number, "The warehouse: Rackbeat", about, steps
    )
