"""A company connects itself, step by step: beginning, both keys, and what it may still change.

Every step can be said again, and again after going on: what was said later stays, and a plan that was made of other
answers is given up (`onboarding_plan`).
"""

from dataclasses import dataclass

from samspill.composition import App
from samspill.model.changes import Priority
from samspill.model.connection import Company, Keys
from samspill.model.holder import Holder, Subject
from samspill.model.kinds import Side
from samspill.model.onboarding import Onboarding, Step, asked_by
from samspill.model.settings import Settings
from samspill.observability import logger
from samspill.store.search_text import fold
from samspill.sync.ports import System
from samspill.tasks.key_check import check_keys
from samspill.tasks.limits import (
    KEYS_OF_ONBOARDING,
    ONBOARDINGS_FROM,
    ONBOARDINGS_OF_ADDRESS,
    UNCONFIRMED,
    TooMany,
    check,
    network,
)
from samspill.tasks.mailed_links import send_way_back
from samspill.tasks.onboarding_plan import change, check_changeable
from samspill.tasks.refusals import Invalid, Refused
from samspill.tasks.sessions import ONBOARDING, Opened, made_of, open_session

#: Settings that name something in Tripletex, beside VAT codes, as they are when nothing was said.
_OF_TRIPLETEX = {"fallback_project_manager": None, "default_department": None}


@dataclass(frozen=True)
class Beginning:
    """What a stranger typed."""

    integration: str
    company: str
    contact: str
    email: str
    language: str


def begin(app: App, typed: Beginning, source: str) -> tuple[Onboarding, Opened]:
    """Begin an onboarding: its token, and a mail with a link to come back. `source` is where the request came from.
    Raises Invalid for an integration that companies cannot connect themselves, TooMany."""
    integration = app.integrations.get(typed.integration)
    if integration is None or not integration.self_service:
        raise Invalid("integration_not_offered", "integration")
    check(app, ONBOARDINGS_FROM, network(source))
    check(app, ONBOARDINGS_OF_ADDRESS, typed.email.casefold())
    _check_waiting(app, typed.email)
    now = app.clock()
    onboarding = Onboarding(
        id=app.new_id(), integration=typed.integration, company=typed.company, contact=typed.contact,
        email=typed.email, language=typed.language, created_at=now, updated_at=now, until=now + ONBOARDING,
        asked=asked_by(integration),
    )  # fmt: skip
    app.onboardings.create(onboarding)
    logger.info("onboarding begun", onboarding=onboarding.id, integration=onboarding.integration)
    holder = Holder(subject=Subject.ONBOARDING, id=onboarding.id, by=onboarding.email)
    opened = open_session(app, holder, ONBOARDING)
    send_way_back(app, onboarding, ONBOARDING)
    return onboarding, opened


def _check_waiting(app: App, email: str) -> None:
    """Raises TooMany when as many as may wait for the owner of the address to come by mail do so; one of them is
    forgotten then. Those that the owner went on with do not count: nobody learns of them."""
    waiting = [each.until for each in app.onboardings.of_address(email) if not each.confirmed]
    if len(waiting) >= UNCONFIRMED:
        raise TooMany(min(waiting))


def say_keys(app: App, onboarding: Onboarding, keys: Keys) -> Onboarding:
    """Check both keys and keep them, encrypted. What was chosen in another account of the app is forgotten,
    and so is what names something in another company of Tripletex.

    Raises KeysRefused with everything that is wrong, ConfigurationWrong(company_already_connected,
    account_already_connected), TooMany, RetryLater, WrongStatus; nothing is kept then.
    """
    check_changeable(app, onboarding)
    check(app, KEYS_OF_ONBOARDING, onboarding.id)
    checked = check_keys(app, onboarding.integration, keys, onboarding.settings, lambda _side, _company: True)
    app.connections.check_free(
        onboarding.integration, checked.tripletex.id, checked.app.id, onboarding.connection
    )  # fmt: skip

    def said(now: Onboarding) -> Onboarding:
        found = {
            "tripletex_company": checked.tripletex, "app_company": checked.app, "keys_checked_at": app.clock(),
            "said": now.said | {Step.KEYS},
        }  # fmt: skip
        if _is_another(now.app_company, checked.app):
            found |= {"settings": Settings(), "said": frozenset({Step.KEYS})}
        elif _is_another(now.tripletex_company, checked.tripletex):
            documents = now.settings.documents.model_copy(update={"vat": {}})
            settings = now.settings.model_copy(update={"documents": documents, **_OF_TRIPLETEX})
            found |= {"settings": settings, "said": now.said - {Step.SETTINGS} | {Step.KEYS}}
        return now.model_copy(update=found)

    return change(app, onboarding, said, keys)


def systems_of(app: App, onboarding: Onboarding) -> dict[Side, System]:
    """Both systems with the keys that were said; its connection has them once it is live. Raises
    Refused(keys_first)."""
    if Step.KEYS not in onboarding.said:
        raise Refused("keys_first")
    connection = made_of(app, onboarding)
    if connection is not None and connection.live:
        return dict(app.systems(connection, Priority.PERSON))
    keys = app.onboardings.keys(onboarding.id)
    return dict(app.open_systems(onboarding.integration, keys, Priority.PERSON))


def are_alike(one: Company | None, other: Company | None) -> bool | None:
    """Whether both keys seem to belong to one company: by organisation number where both tell theirs, else by name.
    A person decides; None while one is not known."""
    if one is None or other is None:
        return None
    numbers = [_digits(each.organization_number) for each in (one, other)]
    return numbers[0] == numbers[1] if all(numbers) else fold(one.name) == fold(other.name)


def _is_another(before: Company | None, now: Company) -> bool:
    return before is not None and before.id != now.id


def _digits(number: str | None) -> str:
    return "".join(letter for letter in number or "" if letter.isdigit())
