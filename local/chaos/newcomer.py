"""The owner of a firm with Rackbeat, on duty for it: connects it without staff, through the public API."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from local.chaos.duty import Duty
from local.chaos.trades import RACKBEAT
from local.companies import CONTACT
from local.onboarding import Onboarding
from local.product import ApiRefused, Connected, Json
from local.rackbeat_companies import RackbeatCompany

_STARTED = ("customer", "supplier", "product")


@dataclass
class Newcomer(Duty):
    """Everything of an onboarding is said once; what could not be said is said again from there on."""

    onboarding: Onboarding | None = None
    _confirmed: bool = False
    _left: list[str] = field(default_factory=lambda: ["keys", "groups", "start-up", "settings"])

    def ask_for_it(self) -> Connected:
        """Go through the onboarding. Raises ApiRefused, httpx.HTTPError."""
        if self.onboarding is None:
            self.onboarding = Onboarding.begun(self.world.stack.api_url, self.company.name, CONTACT)
        while self._left:
            self.onboarding.says(self._left[0], self._answer(self.onboarding, self._left[0]))
            del self._left[0]
        if not self._confirmed:
            self.onboarding = self._come_by_mail(self.onboarding)
            self._confirmed = True
        return self.onboarding.planned()

    def _come_by_mail(self, begun: Onboarding) -> Onboarding:
        """By the mailed link; by another one where its answer was lost."""
        try:
            return begun.confirmed(self.world.stack)
        except ApiRefused as refused:
            if refused.code == "gone":
                begun.product.ask("POST", "/links", {"email": begun.email})
            raise

    def made_unseen(self) -> Connected | None:
        """Asking again goes on with what is there."""
        return None

    def approve(self) -> None:
        """The owner says yes to the own plan."""
        self.connected.approve(self.connected.plan())

    @property
    def _firm(self) -> RackbeatCompany:
        if not isinstance(self.company, RackbeatCompany):
            raise TypeError(f"{self.company.name} has no Rackbeat")
        return self.company

    def _answer(self, onboarding: Onboarding, step: str) -> Json:
        if step == "settings":
            return self._settings(onboarding.asks("GET", "proposals"))
        answers: dict[str, Json] = {
            "keys": {"tripletex": self.company.tripletex_key, "app": self._firm.rackbeat_key},
            "groups": {"customer": "1", "supplier": "1", "product": "1", "service": "2"},
            "start-up": {
                "kinds": dict.fromkeys(_STARTED, True),
                "stock": True,
                "payment_terms": True,
                "app_defaults": dict(self._terms()),
            },
        }
        return answers[step]

    def _terms(self) -> Iterator[tuple[str, Json]]:
        yield from ((kind, {"payment_terms": "1"}) for kind in _STARTED[:2])
        yield "product", {"unit": "1"}

    def _settings(self, proposed: Json) -> Json:
        """As proposed; of several codes for a rate the first. What Tripletex rounds otherwise gets a line."""
        chosen = {each["place"]: each["codes"][0] for each in proposed["vat_open"] if each["codes"]}
        return {
            "direction": {kind.value: flow.value for kind, flow in RACKBEAT.settings.direction.items()},
            "payment_terms": proposed["payment_terms"],
            "documents": {"vat": {**chosen, **proposed["vat"]}, "differences": "rounding_line"},
        }
