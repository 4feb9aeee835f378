"""Texts, dates and numbers as a page's reader writes them. Texts of pages are a catalogue of their own."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from samspill import messages
from samspill.model.oslo import in_oslo

#: Parts of the pages whose texts are a catalogue of their own, named `page_<area>`; ids there begin with the area.
AREAS = ("plan", "staff", "operations", "wizard", "turn_on", "hand")
_DATES = {"nb": "%d.%m.%Y", "en": "%d/%m/%Y", "sv": "%Y-%m-%d", "da": "%d.%m.%Y"}
_MARKS = {"nb": ("\N{NO-BREAK SPACE}", ","), "en": (",", "."), "sv": ("\N{NO-BREAK SPACE}", ","), "da": (".", ",")}


@dataclass(frozen=True)
class Words:
    """What a template says things with, in one language. `app` is the name of the app that people know."""

    language: str
    app: str = ""

    def t(self, name: str, **facts: object) -> str:
        """A text of the pages."""
        return messages.filled(f"page.{name}", self.language, {"app": self.app, **facts}, domain=domain_of(name))

    def term(self, message_id: str, **facts: object) -> str:
        """A text that mails and the API have too: a kind, a status, a choice."""
        return messages.filled(message_id, self.language, {"app": self.app, **facts})

    def reason(self, code: str, facts: Mapping[str, object]) -> messages.ProblemTexts:
        """The three texts of a catalogued reason."""
        return messages.reason_texts(code, self.language, {"app": self.app, **facts})

    def count(self, number: int | Decimal) -> str:
        """A number with its thousands apart."""
        thousands, point = _MARKS[self.language]
        return f"{number:,}".replace(",", "\0").replace(".", point).replace("\0", thousands)

    def counted(self, name: str, number: int) -> str:
        """So many of something: `page.<name>`, and of one `page.<name>.one`."""
        return self.t(f"{name}.one") if number == 1 else self.t(name, count=self.count(number))

    def hours(self, number: Decimal) -> str:
        """Hours, to the hundredth."""
        return self.count(number.quantize(Decimal("0.01")))

    def day(self, when: date) -> str:
        """A day; of a time (UTC) the day in Oslo."""
        local = in_oslo(when) if isinstance(when, datetime) else when
        return local.strftime(_DATES[self.language])

    def week(self, week: str) -> str:
        """The ISO week `2026-W09` as people write it: 9/2026."""
        year, _, number = week.partition("-W")
        return f"{int(number)}/{year}"

    def time(self, when: datetime) -> str:
        """Day and time in Oslo, of a time in UTC."""
        return f"{self.day(when)} {in_oslo(when):%H:%M}"

    def ago(self, when: datetime, now: datetime) -> str:
        """How long ago, roughly."""
        seconds = max(0, int((now - when).total_seconds()))
        for unit, size in (("days", 86_400), ("hours", 3600), ("minutes", 60)):
            if seconds >= size:
                number = seconds // size
                return self.t(f"ago.{unit}.one" if number == 1 else f"ago.{unit}", number=number)
        return self.t("ago.now")


def domain_of(name: str) -> str:
    """The catalogue in which a text of the pages stands."""
    area = name.partition(".")[0]
    return f"page_{area}" if area in AREAS else "pages"
