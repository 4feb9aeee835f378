"""A browser for the sandboxes' own pages: reads texts, links and forms, fills in and presses."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin

import httpx


@dataclass
class Form:
    """A form as it stands on a page."""

    method: str
    fields: dict[str, str] = field(default_factory=dict)
    offered: dict[str, dict[str, str]] = field(default_factory=dict)
    buttons: dict[str, tuple[str, str]] = field(default_factory=dict)


class Page(HTMLParser):
    """A page: its status, words, links by text, messages by field, and forms."""

    def __init__(self, status: int, url: str, html: str) -> None:
        super().__init__()
        self.status, self.url, self.html = status, url, html
        self.words: list[str] = []
        self.links: dict[str, str] = {}
        self.forms: list[Form] = []
        self.messages: dict[str, str] = {}
        self._tags: list[str] = []
        self._field = self._link = self._select = self._value = ""
        self._button = ("", "")
        self.feed(html)

    @property
    def text(self) -> str:
        return " ".join(self.words)

    def form(self, button: str) -> Form:
        return next(form for form in self.forms if button in form.buttons)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        match tag:
            case "form":
                self.forms.append(Form(has.get("method", "get")))
            case "input" if has.get("type") != "checkbox" or "checked" in has:
                self.forms[-1].fields[has["name"]] = has.get("value", "on")
            case "p":
                self._field = has.get("id", "").removeprefix("f-").removesuffix("-wrong")
            case "select":
                self._select = has["name"]
                self.forms[-1].offered[self._select] = {}
            case "option":
                self._value = has["value"]
                if "selected" in has:
                    self.forms[-1].fields[self._select] = self._value
            case "a":
                self._link = has["href"]
            case "button":
                self._button = has.get("name", ""), has.get("value", "")
        self._tags.append(tag)

    def handle_data(self, data: str) -> None:
        said = " ".join(data.split())
        inside = self._tags[-1] if self._tags else ""
        if not said or inside in ("style", "title"):
            return
        self.words.append(said)
        if inside == "a":
            self.links[said] = self._link
        elif inside == "button":
            self.forms[-1].buttons[said] = self._button
        elif inside == "p" and self._field:
            self.messages[self._field] = said
        elif inside == "option":
            self.forms[-1].offered[self._select][said] = self._value

    def handle_endtag(self, tag: str) -> None:
        while self._tags and self._tags.pop() != tag:
            pass


@dataclass
class Browser:
    """Somebody who clicks; `origin` is where the sandbox answers."""

    origin: str

    def get(self, url: str) -> Page:
        return _shown(httpx.get(urljoin(self.origin, url), follow_redirects=True))

    def follow(self, page: Page, link: str) -> Page:
        return self.get(urljoin(page.url, page.links[link]))

    def press(self, page: Page, button: str, unticked: str = "", **typed: str) -> Page:
        """Fill in the form with that button and press it; what one chooses from a list is named as the list says it.
        Dots of a field's name are written as two underscores."""
        form = page.form(button)
        names = {name: name.replace("__", ".") for name in typed}
        chosen = {names[name]: form.offered.get(names[name], {}).get(text, text) for name, text in typed.items()}
        name, value = form.buttons[button]
        fields = {**form.fields, **chosen, **({name: value} if name else {})}
        fields.pop(unticked, None)
        address = page.url.partition("?")[0]
        if form.method == "get":
            return _shown(httpx.get(address, params=fields))
        return _shown(httpx.post(address, data=fields, follow_redirects=True))


def _shown(answer: httpx.Response) -> Page:
    return Page(answer.status_code, str(answer.url), answer.text)
