"""API Gateway's JWT authorizer before the bench's API: checks a token and hands its claims over, both as it does."""

import asyncio
import base64
import json
import time
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

import httpx
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

#: The API: the path, the body and headers of a POST, and the claims.
Passed = Callable[[str, bytes, Mapping[str, str], Mapping[str, str]], dict[str, Any]]


def authorizer(issuer: str, audience: str, passed: Passed) -> Starlette:
    """The route POST /v1/staff/sessions behind an authorizer for those tokens; nothing else."""

    async def asked(request: Request) -> Response:
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        keys = await asyncio.to_thread(_keys_of, issuer)
        claims = _claims_of(token, keys)
        if claims is None or claims["iss"] != issuer or claims["aud"] != audience or claims["exp"] <= time.time():
            return JSONResponse({"message": "Unauthorized"}, 401)
        text = {name: _as_text(value) for name, value in claims.items()}
        call = partial(passed, request.url.path, await request.body(), dict(request.headers), text)
        answer = await asyncio.to_thread(call)
        return Response(answer["body"], answer["statusCode"], answer["headers"])

    return Starlette(routes=[Route("/v1/staff/sessions", asked, methods=["POST"])])


def _keys_of(issuer: str) -> list[Mapping[str, str]]:
    described = httpx.get(f"{issuer}/.well-known/openid-configuration").json()
    found: list[Mapping[str, str]] = httpx.get(described["jwks_uri"]).json()["keys"]
    return found


def _claims_of(token: str, keys: list[Mapping[str, str]]) -> dict[str, Any] | None:
    parts = token.split(".")
    if len(parts) != 3:
        return None
    named = json.loads(_bytes(parts[0]))["kid"]
    key = next((each for each in keys if each["kid"] == named), None)
    if key is None:
        return None
    numbers = rsa.RSAPublicNumbers(int.from_bytes(_bytes(key["e"]), "big"), int.from_bytes(_bytes(key["n"]), "big"))
    try:
        signed = f"{parts[0]}.{parts[1]}".encode()
        numbers.public_key().verify(_bytes(parts[2]), signed, padding.PKCS1v15(), hashes.SHA256())
    except InvalidSignature:
        return None
    claims: dict[str, Any] = json.loads(_bytes(parts[1]))
    return claims


def _as_text(value: object) -> str:
    """Lists come as their items in brackets, everything else as JSON writes it."""
    if isinstance(value, list):
        return f"[{' '.join(map(_as_text, value))}]"
    return value if isinstance(value, str) else json.dumps(value)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
