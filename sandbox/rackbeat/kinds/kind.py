"""What a row of the tables of kinds says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from sandbox.rackbeat.kinds.holds import Holds, Whole

#: The groups that a key's scopes are chosen by (changelog/api-scopes); None: any key.
Scope = Literal["sales", "purchase", "settings"]
SCOPES: frozenset[Scope] = frozenset(("sales", "purchase", "settings"))


@dataclass(frozen=True)
class Field:
    """A field. `needed`: whether a new record must bring it; "group" and "import" leave that to the switch
    `parties_need`. `also`: other names that writes may use. Without `writable` only the sandbox sets it."""

    name: str
    holds: Holds
    needed: Literal["", "always", "group", "import"] = ""
    default: Any = None
    also: tuple[str, ...] = ()
    writable: bool = True


@dataclass(frozen=True)
class Kind:
    """A kind of records: `key` is what one is called in answers, `path` where they are found.

    `space`: records of one space share their numbers. `ranges`: the start of `…_from` and `…_to` → the field they
    compare, perhaps through references ("customer_id.number"). `simple`: what `simple_filter[…]` knows. `events`:
    how event names begin, if there are any.
    """

    key: str
    path: str
    fields: tuple[Field, ...]
    scope: Scope | None = None
    number: Holds = field(default_factory=Whole)
    textual: bool = False
    key_name: Literal["number", "id", "code", "identifier"] = "number"
    number_needed: bool = False
    space: str = ""
    filters: frozenset[str] = frozenset()
    ranges: Mapping[str, str] = field(default_factory=dict)
    simple: frozenset[str] = frozenset(("number", "name"))
    events: str = ""
    methods: frozenset[str] = frozenset(("POST", "PUT", "DELETE"))
    has_lines: bool = False
    paged: bool = True

    @property
    def plural(self) -> str:
        """What a list of them is called (Laravel's Str::plural)."""
        return (
            f"{self.key}es"
            if self.key.endswith("s")
            else f"{self.key[:-1]}ies"
            if self.key[-1] == "y"
            else f"{self.key}s"
        )

    @property
    def numbered_in(self) -> str:
        """Its space."""
        return self.space or self.key

    def field_writable(self, name: str) -> bool:
        """Whether there is a field of that name that requests may set."""
        return any(each.name == name and each.writable for each in self.fields)


READ_ONLY: frozenset[str] = frozenset()
