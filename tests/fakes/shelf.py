"""A shelf in memory: everything goes through JSON, as on the real one."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from pydantic import BaseModel

from samspill.exceptions import NotFound

RowT = TypeVar("RowT", bound=BaseModel)


class MemoryShelf:
    """Large things by key, in a dict."""

    def __init__(self) -> None:
        self._things: dict[str, list[str]] = {}

    def put_rows(self, key: str, rows: Iterable[BaseModel]) -> int:
        self._things[key] = [row.model_dump_json() for row in rows]
        return len(self._things[key])

    def rows(self, key: str, model: type[RowT]) -> Iterator[RowT]:
        if key not in self._things:
            raise NotFound(key)
        return (model.model_validate_json(row) for row in self._things[key])

    def put_json(self, key: str, value: BaseModel) -> None:
        self._things[key] = [value.model_dump_json()]

    def get_json(self, key: str, model: type[RowT]) -> RowT:
        return next(self.rows(key, model))

    def put_file(self, key: str, body: bytes) -> None:
        self._things[key] = [body.hex()]

    def keys(self, prefix: str) -> list[str]:
        return sorted(key for key in self._things if key.startswith(prefix))

    def delete_prefix(self, prefix: str) -> int:
        gone = self.keys(prefix)
        for key in gone:
            del self._things[key]
        return len(gone)
