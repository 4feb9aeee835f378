"""The stage: each scene has the installation to itself, empty before it, at a fixed time with ids in their order.

The bench of the API (real stores in a simulated AWS, systems in memory) is served to a browser as API Gateway would.
"""

import base64
import os
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from unittest.mock import patch
from urllib.parse import unquote

from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.dynamodb.models import dynamodb_backends
from moto.s3.models import s3_backends
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from samspill.environment import Environment
from samspill.model.kinds import Side
from samspill.pages.app import handle
from sandbox.serve import serve
from tests.gallery.scene import Opening, Scene
from tests.integration.api import bench as api
from tests.integration.api import newcomers
from tests.integration.api.bench import Bench, TwoKeys, api_bench

FIRM, FIRM_NUMBER = "Berg & Dal Bygg AS", "914778271"


@contextmanager
def set_up(installation: Environment, scene: Scene) -> Iterator[Opening]:
    """The scene as it is prepared, for as long as the `with` block lasts."""
    _empty()
    with (
        patch.object(api, "_numbers", count(100000001)),
        patch.object(newcomers, "_numbers", count(1)),
        api_bench(installation) as bench,
    ):
        ids = count(1)
        bench.app.__dict__["new_id"] = lambda: f"{next(ids):032x}"
        yield scene.prepare(bench)


def firm(bench: Bench, name: str = FIRM, number: str = FIRM_NUMBER) -> TwoKeys:
    """A company with an account on both sides, under a name that looks like one."""
    keys = {side: f"{side.value}-key-{number}" for side in Side}
    systems = {side: bench.world.company(side, key, number, name) for side, key in keys.items()}
    return TwoKeys(number, keys[Side.TRIPLETEX], keys[Side.APP], systems)


@contextmanager
def served() -> Iterator[str]:
    """The pages of whatever scene is set up, at `http://localhost:<port>`: browsers trust it with secure cookies."""
    app = Starlette(routes=[
        Route("/favicon.ico", lambda _request: Response(status_code=204)),
        Route("/seat", _seated),
        Route("/{path:path}", _answered, methods=["GET", "POST"]),
    ])  # fmt: skip
    with serve(app) as url:
        yield url.replace("127.0.0.1", "localhost")


async def _seated(request: Request) -> Response:
    """Cookies as pages set them: a browser takes cookies with their prefix from a server only."""
    answer = PlainTextResponse("")
    for name, value in request.query_params.items():
        answer.set_cookie(name, value, secure=True, httponly=True, path="/")
    return answer


async def _answered(request: Request) -> Response:
    """One request in the form of API Gateway's (payload version 2.0); one at a time."""
    event = {
        "version": "2.0", "rawPath": unquote(request.url.path), "rawQueryString": request.url.query,
        "headers": {name: value for name, value in request.headers.items() if name != "cookie"},
        "cookies": [f"{name}={value}" for name, value in request.cookies.items()],
        "requestContext": {"http": {"method": request.method, "path": request.url.path}, "requestId": "r"},
        "body": base64.b64encode(await request.body()).decode(), "isBase64Encoded": True,
    }  # fmt: skip
    answer = handle(event, None)
    made = Response(base64.b64decode(answer["body"]), answer["statusCode"], answer["headers"])
    for cookie in answer["cookies"]:
        made.headers.append("set-cookie", cookie)
    return made


def _empty() -> None:
    """Nothing of the scene before is left; making all tables anew would take half a second."""
    region = os.environ["AWS_DEFAULT_REGION"]
    for table in dynamodb_backends[DEFAULT_ACCOUNT_ID][region].tables.values():
        table.items = defaultdict(dict)
    for bucket in s3_backends[DEFAULT_ACCOUNT_ID]["aws"].buckets.values():
        bucket.keys.clear()
