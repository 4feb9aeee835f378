"""Staff at the door."""

from dataclasses import dataclass
from typing import NoReturn
from urllib.parse import urlencode

from samspill import messages
from samspill.systems.identity.attempt import Attempt
from samspill.systems.identity.failures import Reason, SignInFailed
from samspill.tasks.staff_sign_in import BACK
from tests.gallery.scene import Opening, Scene, for_staff
from tests.gallery.stage import firm
from tests.integration.api.bench import Bench

SOMEBODY = "siri.moen@regnskap.example"


@dataclass(frozen=True)
class _LeadingBack:
    """A provider that asks nobody and sends the browser back at once, with `answer`."""

    answer: dict[str, str]

    def address_for(self, attempt: Attempt, _back_to: str, _language: str, *, other: bool) -> str:
        return f"{BACK}?{urlencode({'state': attempt.state, **self.answer})}"

    def redeem(self, code: str, _attempt: Attempt, _back_to: str) -> str:
        return code


def _set_up(bench: Bench, **answer: str) -> None:
    known = {
        "staff_issuer": "http://127.0.0.1:9",
        "staff_client_id": "samspill",
        "staff_api_url": "http://127.0.0.1:9",
    }
    bench.app.__dict__["env"] = bench.app.env.model_copy(update=known)
    if answer:
        bench.app.__dict__["identity_provider"] = _LeadingBack(answer)


def _refusing(code: str, _token: str, _nonce: str, language: str) -> NoReturn:
    title, text = (messages.text(f"api.{code}.{part}", language, who=SOMEBODY) for part in ("title", "detail"))
    raise SignInFailed(Reason.REFUSED, code, title, text)


def _not_set_up(_bench: Bench) -> Opening:
    return Opening("/pages/staff/sign-in")


def _unreachable(bench: Bench) -> Opening:
    _set_up(bench)
    return Opening("/pages/staff")


def _stale(bench: Bench) -> Opening:
    _set_up(bench)
    return Opening(f"{BACK}?state=x&code=y")


def _denied(bench: Bench) -> Opening:
    _set_up(bench, error="access_denied")
    return Opening("/pages/staff/sign-in")


def _not_staff(bench: Bench) -> Opening:
    _set_up(bench, code="c")
    bench.app.__dict__["admission"] = lambda *asked: _refusing("not_staff", *asked)
    return Opening("/pages/staff/sign-in")


def _signed_out(bench: Bench) -> Opening:
    _set_up(bench)
    return Opening(f"/pages/{bench.connected(firm(bench))}")


def _as_staff(bench: Bench) -> Opening:
    return for_staff(bench, f"/pages/{bench.connected(firm(bench))}")


SCENES = (
    Scene("staff-not-set-up", _not_set_up, status=503),
    Scene("staff-unreachable", _unreachable, status=503),
    Scene("staff-stale", _stale, status=400),
    Scene("staff-denied", _denied, status=403),
    Scene("staff-not-staff", _not_staff, status=403),
    Scene("staff-signed-out", _signed_out, status=401),
    Scene("staff-at-a-connection", _as_staff),
)
