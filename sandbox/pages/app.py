"""Serves a program's pages beside its API: lists, a form for each record, its API keys, the mails it sent."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from sandbox.pages.forms import at, read, shown, texts_of
from sandbox.pages.program import Firm, NotThere, Program, Record, Refused
from sandbox.pages.rendering import BASE, address, page
from sandbox.pages.screen import Column, Holds, Input, Screen

ROWS = 50
Form = Mapping[str, str]


def with_screens(api: ASGIApp, program: Program) -> ASGIApp:
    """The API as it is, and the program's pages below `/screens`, to which `/` leads."""
    screens = Starlette(routes=_Pages(program).routes())

    async def served(scope: Scope, receive: Receive, send: Send) -> None:
        path = scope.get("path", "")
        theirs = scope["type"] == "http" and (path in ("/", BASE) or path.startswith(f"{BASE}/"))
        await (screens if theirs else api)(scope, receive, send)

    return served


class _Pages:
    def __init__(self, program: Program) -> None:
        self._program = program

    def routes(self) -> list[Route]:
        one = f"{BASE}/{{firm}}/{{screen}}/{{record:path}}"
        return [
            Route("/", _to_the_firms),
            Route(BASE, self._told(self._firms)),
            Route(f"{BASE}/{{firm}}", self._told(self._begun)),
            Route(f"{BASE}/{{firm}}/access", self._told(self._access)),
            Route(f"{BASE}/{{firm}}/mails", self._told(self._mails)),
            Route(f"{BASE}/{{firm}}/{{screen}}", self._told(self._listed)),
            Route(f"{BASE}/{{firm}}/{{screen}}/new", self._told(self._blank)),
            Route(f"{BASE}/{{firm}}/{{screen}}/new", self._told(self._made), methods=["POST"]),
            Route(one, self._told(self._opened)),
            Route(one, self._told(self._changed), methods=["POST"]),
        ]

    def _told(self, view: Callable[[Request, Form], Response]) -> Callable[[Request], Awaitable[Response]]:
        async def endpoint(request: Request) -> Response:
            form = dict(parse_qsl((await request.body()).decode(), keep_blank_values=True))
            try:
                return await run_in_threadpool(view, request, form)
            except NotThere:
                return page("absent.html", 404, program=self._program)

        return endpoint

    def _firms(self, _request: Request, _form: Form) -> Response:
        return page("firms.html", program=self._program, firms=self._program.firms())

    def _begun(self, request: Request, _form: Form) -> Response:
        return RedirectResponse(address(self._firm(request).id, next(iter(self._program.screens))), 303)

    def _access(self, request: Request, _form: Form) -> Response:
        firm = self._firm(request)
        return self._page("access.html", firm, "access", access=self._program.access(firm.id))

    def _mails(self, request: Request, _form: Form) -> Response:
        firm = self._firm(request)
        return self._page("mails.html", firm, "mails", mails=self._program.mails(firm.id))

    def _listed(self, request: Request, _form: Form) -> Response:
        firm, screen = self._firm(request), self._screen(request)
        wanted, watched = request.query_params.get("q", "").strip(), "watch" in request.query_params
        names = self._names(firm, screen.columns)
        rows = [
            row
            for row in (
                (each, _cells(screen.columns, each, names)) for each in self._program.records(firm.id, screen)
            )
            if wanted.casefold() in " ".join(row[1]).casefold()
        ]
        start = int(text) if (text := request.query_params.get("from", "0")).isdecimal() else 0
        return self._page(
            "list.html", firm, screen.key, screen=screen, rows=list(islice(rows, start, start + ROWS)),
            count=len(rows), start=start, rows_on_a_page=ROWS, wanted=wanted, watched=watched,
        )  # fmt: skip

    def _blank(self, request: Request, _form: Form) -> Response:
        firm, screen = self._firm(request), self._screen(request)
        if not screen.make:
            raise NotThere
        return self._form(firm, screen, screen.make, texts_of(screen.make, None))

    def _made(self, request: Request, form: Form) -> Response:
        firm, screen = self._firm(request), self._screen(request)
        try:
            made = self._program.make(firm.id, screen, read(screen.make, form, whole=True))
        except Refused as refused:
            return self._form(firm, screen, screen.make, form, wrong=refused)
        return _shown_next(firm, screen, made, "made")

    def _opened(self, request: Request, _form: Form) -> Response:
        firm, screen = self._firm(request), self._screen(request)
        record = self._program.record(firm.id, screen, request.path_params["record"])
        texts = texts_of(screen.changing, record.fields)
        return self._form(firm, screen, screen.changing, texts, record, done=request.query_params.get("done", ""))

    def _changed(self, request: Request, form: Form) -> Response:
        firm, screen = self._firm(request), self._screen(request)
        record = self._program.record(firm.id, screen, request.path_params["record"])
        known = {each.name for each in screen.acts}
        try:
            if form.get("act") in known:
                after = self._program.act(firm.id, screen, record.id, form["act"])
                return _shown_next(firm, screen, after, form["act"])
            values = read(screen.changing, form, whole=False)
            after = self._program.change(firm.id, screen, record.id, values) if values else record.id
        except Refused as refused:
            texts = texts_of(screen.changing, record.fields) | ({} if "act" in form else dict(form))
            return self._form(firm, screen, screen.changing, texts, record, wrong=refused)
        return _shown_next(firm, screen, after, "saved" if values else "same")

    def _form(
        self, firm: Firm, screen: Screen, inputs: Sequence[Input], texts: Form, record: Record | None = None, *,
        wrong: Refused | None = None, done: str = "",
    ) -> Response:  # fmt: skip
        places = {each.name: _messages(each.name, wrong) for each in inputs}
        beside = (
            [text for name, text in wrong.wrong if not any(_meant(name, each) for each in places)] if wrong else []
        )
        first = texts_of(inputs, record.fields if record else None)
        parts = screen.parts if record else None
        return self._page(
            "record.html", firm, screen.key, 422 if wrong else 200, screen=screen, record=record, inputs=inputs,
            texts=texts, first=first, wrong=places, beside=beside, done=done,
            options={of: self._program.names(firm.id, self._program.screens[of]) for of in _offered(inputs)},
            acts=[each for each in screen.acts if record and _fits(each.when, each.being, record)],
            parts=parts, part_rows=_part_rows(self._names(firm, parts[1]), parts, record) if parts and record else [],
            facts=_facts(screen, record, self._names(firm, screen.columns)) if record else [],
        )  # fmt: skip

    def _page(self, template: str, firm: Firm, here: str, status: int = 200, **values: Any) -> Response:
        return page(template, status, program=self._program, firm=firm, here=here, **values)

    def _names(self, firm: Firm, columns: Sequence[Column]) -> dict[str, Mapping[str, str]]:
        of = {each.of for each in columns if each.of}
        return {each: self._program.names(firm.id, self._program.screens[each]) for each in of}

    def _firm(self, request: Request) -> Firm:
        wanted = request.path_params["firm"]
        firm = next((each for each in self._program.firms() if each.id == wanted), None)
        if firm is None:
            raise NotThere
        return firm

    def _screen(self, request: Request) -> Screen:
        try:
            return self._program.screens[request.path_params["screen"]]
        except KeyError:
            raise NotThere from None


async def _to_the_firms(_request: Request) -> Response:
    return RedirectResponse(BASE, 303)


def _shown_next(firm: Firm, screen: Screen, record: str | None, done: str) -> Response:
    place = address(firm.id, screen.key) if record is None else address(firm.id, screen.key, record)
    return RedirectResponse(f"{place}?done={done}", 303)


def _cells(columns: Sequence[Column], record: Record, names: Mapping[str, Mapping[str, str]]) -> list[str]:
    return [_cell(each, at(record.fields, each.name), names) for each in columns]


def _cell(column: Column, value: Any, names: Mapping[str, Mapping[str, str]]) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = shown(value, column.holds)
    return names[column.of].get(text, text) if column.of else text


def _part_rows(
    names: Mapping[str, Mapping[str, str]], parts: tuple[str, Sequence[Column]], record: Record
) -> list[list[str]]:  # fmt: skip
    found = at(record.fields, parts[0]) or ()
    return [_cells(parts[1], Record("", each), names) for each in found]


def _facts(screen: Screen, record: Record, names: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """What the list shows of the record and its form does not."""
    typed = {each.name for each in screen.changing}
    kept = [each for each in screen.columns if each.name not in typed]
    return list(zip((each.label for each in kept), _cells(kept, record, names), strict=True))


def _offered(inputs: Sequence[Input]) -> set[str]:
    return {each.of for each in inputs if each.holds is Holds.RECORD}


def _fits(when: str, being: object, record: Record) -> bool:
    return not when or at(record.fields, when) == being


def _meant(named: str, field: str) -> bool:
    """Whether a refusal that names a field is about that one: parts and references may be named by their start."""
    return bool(named) and (field == named or field.startswith(f"{named}.") or named.startswith(f"{field}."))


def _messages(field: str, wrong: Refused | None) -> list[str]:
    return [text for name, text in wrong.wrong if _meant(name, field)] if wrong else []
