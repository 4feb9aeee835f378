"""python -m local.settled: connections that are live at once, stored by the product's own code without a first sync.

Firms come as JSON on standard input (a list of `Firm`), the ids of their connections go to standard output. It runs
in the environment of a function, so that what is stored lies where the stack looks for it. Webhooks are subscribed
to, and a comparison of the customers is put into each inbox: the stack links what stands on both sides.
"""

import json
import os
import subprocess
import sys
from collections.abc import Sequence

from pydantic import BaseModel

from local.companies import Company
from local.processes import ROOT
from local.stack import Stack
from samspill.composition import App
from samspill.model.changes import Priority
from samspill.model.connection import Connection, Keys
from samspill.model.kinds import Kind
from samspill.model.settings import Settings
from samspill.model.status import Status
from samspill.sync.sweep import sweep_key
from samspill.tasks.key_check import check_keys
from samspill.tasks.subscriptions import subscribe


class Firm(BaseModel):
    """A firm's number and keys; whether its customers are compared at once, so that pairs become linked."""

    organization_number: str
    tripletex_key: str
    app_key: str
    compared: bool = True

    @classmethod
    def of(cls, company: Company, *, compared: bool = True) -> "Firm":
        """The firm behind a company of the sandboxes."""
        return cls(
            organization_number=company.organization_number,
            tripletex_key=company.tripletex_key,
            app_key=company.svenn_key,
            compared=compared,
        )


class SettlingFailed(RuntimeError):
    """The process ended with an error; the message is the end of what it said."""


def settled(stack: Stack, firms: Sequence[Firm]) -> list[str]:
    """The ids of a live connection for each firm. Raises SettlingFailed."""
    done = subprocess.run(
        [sys.executable, "-m", "local.settled"],
        input=json.dumps([firm.model_dump() for firm in firms]),
        env=environment(stack), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise SettlingFailed((done.stdout + done.stderr)[-2000:])
    ids: list[str] = json.loads(done.stdout.splitlines()[-1])
    return ids


def environment(stack: Stack) -> dict[str, str]:
    """What a process needs to be the product beside a stack's own functions."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    paths = os.pathsep.join(map(str, (ROOT / "layers/shared", ROOT)))
    return {**kept, **stack.env(), **stack.function_env("api"), "PYTHONPATH": paths}


def settle(app: App, firm: Firm) -> Connection:
    """A live connection for the firm; only customers are on."""
    keys = Keys(tripletex=firm.tripletex_key, app=firm.app_key)
    settings = Settings(kinds={kind: kind is Kind.CUSTOMER for kind in app.integration("svenn").kinds})
    checked, now = check_keys(app, "svenn", keys, settings, lambda _side, _company: True), app.clock()
    connection = Connection(
        id=app.new_id(), integration="svenn", status=Status.ACTIVE, live=True,
        organization_number=firm.organization_number, tripletex_company=checked.tripletex, app_company=checked.app,
        settings=settings, capabilities=checked.capabilities, keys_checked_at=now, created_at=now, updated_at=now,
    )  # fmt: skip
    connection = subscribe(app, app.connections.create(connection, keys))
    if firm.compared:
        inbox = app.stores(connection.id).inbox
        inbox.put(sweep_key(Kind.CUSTOMER), due_at=now, priority=Priority.RECONCILE)
        app.wakeups.wake(connection.id, sweep_key(Kind.CUSTOMER).group)
    return connection


def main() -> int:
    """0; the last line of the output is the ids as JSON."""
    app, firms = App(), [Firm.model_validate(each) for each in json.load(sys.stdin)]
    print(json.dumps([settle(app, firm).id for firm in firms]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
