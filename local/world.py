"""The product and its peers together on one machine: what the demo, the e2e tests and the benchmarks live in."""

import time
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

from local.companies import Company, Size, found
from local.deployment import DEFAULTS
from local.issuer import Issuer
from local.keys import OTHER_PRODUCT_KEY, STAFF_KEY, SVENN_PRODUCT_KEY
from local.peers import RackbeatPeer, SvennPeer, TripletexPeer
from local.product import NotInTime, Product
from local.sandboxes import Sandboxes
from local.stack import Stack
from sandbox.seeding import Dirt


@dataclass(frozen=True)
class World:
    """A deployed stack whose peers are the sandboxes. Use it as a context manager, or call `stop`."""

    stack: Stack
    sandboxes: Sandboxes
    issuer: Issuer

    @classmethod
    def start(cls, workdir: Path, *, port: int = 0, wait_scale: float = 1.0, record: bool = False) -> Self:
        """Start the sandboxes, the staff's identity provider and the stack under `workdir`, and let webhooks find
        their way between them. Browsers find back from the provider once `issuer.lead_back_to` says where to.

        `port` is the stack's (0: any); `wait_scale` shortens pauses of state machines; `record` has the sandboxes
        write down every exchange. Raises SandboxesFailed, EmbeddedAwsFailed, DeploymentFailed.
        """
        with ExitStack() as begun:
            sandboxes = Sandboxes.start(workdir, record=record)
            begun.callback(sandboxes.stop)
            issuer = begun.enter_context(Issuer.start(DEFAULTS["PublicUrl"]))
            peers = {
                "TripletexUrl": f"{sandboxes.tripletex.url}/v2",
                "SvennUrl": f"{sandboxes.svenn.url}/v1",
                "RackbeatUrl": f"{sandboxes.rackbeat.url}/api",
            }
            stack = Stack.start(workdir, peers | issuer.parameters, port=port, wait_scale=wait_scale)
            begun.pop_all()
        for peer in (sandboxes.tripletex, sandboxes.svenn, sandboxes.rackbeat):
            peer.resolve({DEFAULTS["PublicUrl"]: stack.api_url})
        return cls(stack, sandboxes, issuer)

    @property
    def tripletex(self) -> TripletexPeer:
        """Tripletex as people see it."""
        return self.sandboxes.tripletex

    @property
    def svenn(self) -> SvennPeer:
        """Svenn as people see it."""
        return self.sandboxes.svenn

    @property
    def rackbeat(self) -> RackbeatPeer:
        """Rackbeat as people see it."""
        return self.sandboxes.rackbeat

    @property
    def product(self) -> Product:
        """The API with Svenn's key."""
        return Product(self.stack.api_url, SVENN_PRODUCT_KEY)

    @property
    def staff(self) -> Product:
        """The API with a key of staff."""
        return Product(self.stack.api_url, STAFF_KEY)

    @property
    def stranger(self) -> Product:
        """The API with the key of another product."""
        return Product(self.stack.api_url, OTHER_PRODUCT_KEY)

    def found(self, name: str, size: Size, dirt: Dirt | None = None, seed: int = 1) -> Company:
        """A firm with an account on both sides; see `local.companies.found`."""
        return found(self.tripletex, self.svenn, name, size, dirt, seed)

    def stop(self) -> None:
        """End everything that was started."""
        self.stack.stop()
        self.issuer.stop()
        self.sandboxes.stop()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.stop()


#: Seconds. A change that a rate limit stopped goes on a moment after its reset (ten seconds), perhaps to be stopped
#: once or twice more.
WITHIN = 40.0


def seconds_until(there: Callable[[], bool], what: str, within: float = WITHIN) -> float:
    """How many seconds it takes until `there`, asked ten times a second. Raises NotInTime after `within`."""
    begun = time.monotonic()
    while not there():
        if time.monotonic() - begun > within:
            raise NotInTime(f"{what}: not within {within:.0f} s")
        time.sleep(0.1)
    return time.monotonic() - begun
