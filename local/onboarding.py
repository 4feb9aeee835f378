"""A company that connects itself: what its owner does, through the public API and nothing else."""

from dataclasses import dataclass, replace
from typing import Any

from local.product import Connected, Json, Product
from local.stack import Mail, Stack

CONTACT_NAME = "Kari Nordmann"


@dataclass(frozen=True)
class Onboarding:
    """One onboarding; its token opens it, and what is made of it. `email` is where the owner reads mails."""

    email: str
    path: str
    product: Product

    @classmethod
    def begun(cls, url: str, company: str, email: str, language: str = "en") -> "Onboarding":
        """Begin one at the API at `url`. Raises ApiRefused."""
        who = {"company": company, "contact": CONTACT_NAME, "email": email, "language": language}
        typed = {"integration": "rackbeat", **who}
        begun = Product(url, "", language).ask("POST", "/onboardings", typed)
        return cls(email, f"/onboardings/{begun['id']}", Product(url, begun["token"], language))

    def confirmed(self, stack: Stack) -> "Onboarding":
        """Come by the newest link mailed to go on with it: its token takes the place of the one before. Raises
        ApiRefused(gone) for a link that was used, IndexError when none has been mailed."""
        begun = f"#o.{self.path.rpartition('/')[2]}."
        link = [link_in(mail) for mail in self.mails(stack) if begun in mail.text][-1]
        nobody = replace(self.product, key="")
        token = nobody.ask("POST", "/links/consume", {"link": link})["token"]
        return replace(self, product=replace(self.product, key=token))

    def now(self) -> Json:
        """What was said, and what comes next."""
        shown: Json = self.product.ask("GET", self.path)
        return shown

    def asks(self, method: str, step: str, body: object = None) -> Any:
        """A request about a step. Raises ApiRefused."""
        return self.product.ask(method, f"{self.path}/{step}", body)

    def says(self, step: str, body: object) -> Json:
        """Answer a step (`keys`, `groups`, `start-up`, `settings`). Raises ApiRefused."""
        shown: Json = self.asks("PUT", step, body)
        return shown

    def planned(self) -> Connected:
        """Have the plan made: the connection, opened by the onboarding's own token. Raises ApiRefused."""
        return Connected(self.product, self.asks("POST", "plan")["connection"])

    def mails(self, stack: Stack) -> list[Mail]:
        """The owner's mails so far, oldest first."""
        return [mail for mail in stack.mails() if self.email in mail.recipients]


def used_up(url: str, link: str, language: str = "en") -> Connected:
    """Use a mailed link up: the connection that it opens. Raises ApiRefused when it is no longer good."""
    session = Product(url, "", language).ask("POST", "/links/consume", {"link": link})
    return Connected(Product(url, session["token"], language), session["connection"])


def link_in(mail: Mail) -> str:
    """What stands behind the `#` of the one link in a mail."""
    (link,) = (word.partition("#")[2] for word in mail.text.split() if word.startswith("https://") and "#" in word)
    return link
