"""The pages as deployed, full, and an empty function behind the same HTTP API to compare with."""

import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

import httpx

from local.companies import Size
from local.deployment import STACK
from local.localise import API_ID
from local.onboarding import Onboarding
from local.packages import RUNTIME, function_package
from local.processes import ROOT
from local.rackbeat_companies import RackbeatSize, found_with_rackbeat
from local.settled import Firm, environment
from local.stack import Stack
from local.world import World
from samspill.api.routes_hours_import import XLSX
from samspill.pages.asked import SESSION
from tests.fakes.timeliste import clock, entry, export
from tests.performance.pages.filling import MONDAY, Filled, Wanted
from tests.performance.pages.places import Place, Wizard, check_none_is_missing, places

EMPTY: Final = Place("/empty/page")
_SIZE = Size(customers=20, projects=3, employees=3, overlap=1)
_RACKBEAT = RackbeatSize(customers=20, suppliers=5, products=20, employees=2, overlap=1)


class NotFilled(RuntimeError):
    """What pages are to show could not be made, or a page does not answer; the message says why."""


@dataclass(frozen=True)
class Site:
    """All places, and a client that asks as browsers do."""

    url: str
    places: tuple[Place, ...]
    http: httpx.Client

    def get(self, place: Place) -> httpx.Response:
        """The page."""
        return self.http.send(self._request(place))

    def answering(self) -> tuple[list[Place], list[str]]:
        """The places that are there, and what the others answer: they cannot be measured, and that is told."""
        answers = {place: self.get(place).status_code for place in self.places}
        return (
            [place for place, status in answers.items() if status == 200],
            [f"{place.path}: {status}" for place, status in answers.items() if status != 200],
        )

    def seconds(self, place: Place) -> float:
        """How long it takes."""
        request = self._request(place)
        begun = time.perf_counter()
        self.http.send(request)
        return time.perf_counter() - begun

    def _request(self, place: Place) -> httpx.Request:
        headers = {"cookie": f"{SESSION}={place.token}", "accept-language": "nb", "accept-encoding": "gzip"}
        return self.http.build_request("GET", f"{self.url}{place.path}", headers=headers)


@contextmanager
def site(workdir: Path) -> Iterator[Site]:
    """For as long as the `with` block lasts. Raises NotFilled, NotMeasured."""
    check_none_is_missing()
    with World.start(workdir) as world, httpx.Client(timeout=60) as http:
        _stop_the_clock(world.stack)
        filled = _filled(world)
        wizard = _wizard(world, http, _file(world, filled.large))
        _deploy_empty(world.stack, workdir)
        made = Site(world.stack.api_url, tuple(places(filled, wizard)), http)
        if made.get(EMPTY).status_code != 200:
            raise NotFilled("the empty function does not answer")
        yield made


def _stop_the_clock(stack: Stack) -> None:
    """It would have 50,000 made-up pairs compared with registers that have never heard of them."""
    scheduler = stack.client("scheduler")
    for each in scheduler.list_schedules()["Schedules"]:
        scheduler.delete_schedule(Name=each["Name"], GroupName=each["GroupName"])


def _filled(world: World) -> Filled:
    large, reviewed = (world.found(name, _SIZE, seed=seed) for seed, name in enumerate(("Kjede AS", "Fjell AS"), 1))
    customer = world.svenn.rows(large.svenn_id)["customers"][0]
    rows = world.tripletex.rows(large.tripletex_id, "customer")
    wanted = Wanted(
        large=Firm.of(large, compared=False), reviewed=Firm.of(reviewed, compared=False), app_id=customer["id"],
        tripletex_id=next(str(row["id"]) for row in rows if str(row["customerNumber"]) == str(customer["number"])),
    )  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-m", "tests.performance.pages.filling"], input=wanted.model_dump_json(),
        env=environment(world.stack), cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode:
        raise NotFilled((done.stdout + done.stderr)[-3000:])
    return Filled.model_validate_json(done.stdout.splitlines()[-1])


def _file(world: World, connection: str) -> str:
    """The id of an uploaded file about somebody whom nobody knows."""
    days = [(MONDAY + timedelta(days=day)).strftime("%d.%m.%Y") for day in range(5)]
    rows = [
        entry(day, "500", clock(0.25), name="Innleid", task=f"Oppgave {task}") for day in days for task in range(30)
    ]
    headers = {"authorization": f"Bearer {world.product.key}", "content-type": XLSX}
    url = f"{world.stack.api_url}/v1/connections/{connection}/hours/import"
    answer = httpx.post(url, content=export(rows), params={"by": "Kari Formann"}, headers=headers, timeout=60)
    if answer.status_code != 201:
        raise NotFilled(answer.text)
    return str(answer.json()["id"])


def _wizard(world: World, http: httpx.Client, file: str) -> Wizard:
    company = found_with_rackbeat(world.tripletex, world.rackbeat, "Fjord Lager AS", _RACKBEAT)
    begun = Onboarding.begun(world.stack.api_url, company.name, "kari@fjord.example").confirmed(world.stack)
    begun.says("keys", {"tripletex": company.tripletex_key, "app": company.rackbeat_key})
    unconnected = world.found("Ny Kunde AS", _SIZE, seed=3)
    session = world.product.ask("POST", "/page-sessions", {
        "app_key": unconnected.svenn_key, "organization_number": unconnected.organization_number,
        "by": "Kari Formann", "language": "nb",
    })  # fmt: skip
    onboarding = begun.path.rpartition("/")[2]
    return Wizard(onboarding, begun.product.key, _entered(http, world.stack.api_url, session["url"]), file)


def _entered(http: httpx.Client, api_url: str, address: str) -> str:
    """The token of the session that the address opens; the first look leaves a cookie to bring along."""
    url = f"{api_url}{urlsplit(address).path}"
    probe = http.get(url).headers["set-cookie"].partition(";")[0]
    entered = http.get(f"{url}?kept=1", headers={"cookie": probe}).headers["set-cookie"]
    found = re.search(rf"{SESSION}=([^;]+)", entered)
    if found is None:
        raise NotFilled(f"nobody is signed in: {entered}")
    http.cookies.clear()
    return found[1]


def _deploy_empty(stack: Stack, workdir: Path) -> None:
    """A function that does nothing, run as all others are, on a route of the same HTTP API."""
    folder = workdir / "empty"
    folder.mkdir()
    (folder / "handler.py").write_text("def handler(event, context):\n    return {'statusCode': 200, 'body': ''}\n")
    name, functions, api = f"{STACK}-empty", stack.client("lambda"), stack.client("apigatewayv2")
    like = functions.get_function_configuration(FunctionName=f"{STACK}-pages")
    made = functions.create_function(
        FunctionName=name, Runtime=RUNTIME, Handler="handler.handler", Role=like["Role"], Timeout=like["Timeout"],
        MemorySize=like["MemorySize"], Code={"ZipFile": function_package(folder, ROOT / "layers/shared")},
    )  # fmt: skip
    integration = api.create_integration(
        ApiId=API_ID, IntegrationType="AWS_PROXY", IntegrationUri=made["FunctionArn"], PayloadFormatVersion="2.0"
    )
    target = f"integrations/{integration['IntegrationId']}"
    api.create_route(ApiId=API_ID, RouteKey="ANY /empty/{proxy+}", Target=target)
