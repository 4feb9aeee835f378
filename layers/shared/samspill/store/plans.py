"""Snapshots, plans and exports in S3: rows as gzipped JSON lines, written and read in bounded memory."""

import gzip
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from typing import IO, TYPE_CHECKING, TypeVar

from pydantic import BaseModel

from samspill.exceptions import NotFound

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_s3.type_defs import GetObjectRequestTypeDef, ObjectIdentifierTypeDef

_IN_MEMORY = 4 * 1024 * 1024
#: Of gzip's levels one that packs nearly as well as the best, in a third of its time.
_PACKED = 6
_Row = TypeVar("_Row", bound=BaseModel)


class PlanStore:
    """Files of all connections; see `samspill.sync.ports.Shelf`.

    A key begins with its connection's id: `<connection>/<what>`; one that does not is refused with ValueError.
    """

    def __init__(self, s3: Callable[[], "S3Client"], bucket: str) -> None:
        self._s3, self._bucket = s3, bucket

    def put_rows(self, key: str, rows: Iterable[BaseModel]) -> int:
        """Write rows over what is there; how many. Readers see the old file or the new one, never half."""
        count = 0
        with SpooledTemporaryFile(_IN_MEMORY) as file:
            with gzip.GzipFile(fileobj=file, mode="wb", mtime=0) as lines:
                for row in rows:
                    lines.write(row.model_dump_json().encode() + b"\n")
                    count += 1
            file.seek(0)
            self._put(key, file, "application/gzip")
        return count

    def rows(self, key: str, model: type[_Row]) -> Iterator[_Row]:
        """The rows of a file, in order. Raises NotFound when there is no such file."""
        # Fetched as a whole first: whoever reads the rows may take minutes between two of them.
        file = SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115 - closed by the iterator
        shutil.copyfileobj(self._get(key), file)
        file.seek(0)
        return _lines(file, model)

    def put_parts(self, key: str, parts: Iterable[Sequence[BaseModel]]) -> tuple[int, ...]:
        """Write rows so that each part can be read alone (`span`, unpacked with gzip): at which byte each begins, and
        last where the file ends."""
        places = [0]
        with SpooledTemporaryFile(_IN_MEMORY) as file:
            for part in parts:
                lines = b"\n".join(row.model_dump_json().encode() for row in part)
                file.write(gzip.compress(lines, _PACKED, mtime=0))
                places.append(file.tell())
            file.seek(0)
            self._put(key, file, "application/gzip")
        return tuple(places)

    def span(self, key: str, start: int, end: int) -> bytes:
        """The bytes of a file from `start` up to and without `end`. Raises NotFound when there is no such file."""
        return self._get(key, start, end).read()

    def put_json(self, key: str, value: BaseModel) -> None:
        """Write one object over what is there."""
        self._put(key, value.model_dump_json().encode(), "application/json")

    def get_json(self, key: str, model: type[_Row]) -> _Row:
        """The object. Raises NotFound."""
        return model.model_validate_json(self._get(key).read())

    def put_file(self, key: str, body: bytes) -> None:
        """Write a file of somebody's over what is there; browsers are told to save it, never to show it."""
        self._put(key, body, "application/octet-stream")

    def get_file(self, key: str) -> bytes:
        """A file as a whole. Raises NotFound."""
        return self._get(key).read()

    def keys(self, prefix: str) -> list[str]:
        """All keys that begin with `prefix` (`<connection>/...`), sorted."""
        return sorted(key for page in self._pages(prefix) for key in page)

    def delete_prefix(self, prefix: str) -> int:
        """Delete all files whose keys begin with `prefix` (`<connection>/...`); how many."""
        deleted = 0
        for page in self._pages(prefix):
            objects: list[ObjectIdentifierTypeDef] = [{"Key": key} for key in page]
            answer = self._s3().delete_objects(Bucket=self._bucket, Delete={"Objects": objects, "Quiet": True})
            if answer.get("Errors"):
                raise OSError(f"{len(answer['Errors'])} files below {prefix} could not be deleted")
            deleted += len(objects)
        return deleted

    def delete_everything(self, connection_id: str) -> int:
        """Delete all files of a connection; how many."""
        return self.delete_prefix(f"{connection_id}/")

    def _pages(self, prefix: str) -> Iterator[list[str]]:
        """Keys a thousand at a time; no page is empty."""
        _check(prefix)
        for page in self._s3().get_paginator("list_objects_v2").paginate(Bucket=self._bucket, Prefix=prefix):
            keys = [listed["Key"] for listed in page.get("Contents", []) if "Key" in listed]
            if keys:
                yield keys

    def _put(self, key: str, body: "bytes | IO[bytes]", content_type: str) -> None:
        _check(key)
        self._s3().put_object(Bucket=self._bucket, Key=key, Body=body, ContentType=content_type)

    def _get(self, key: str, start: int = 0, end: int | None = None) -> IO[bytes]:
        _check(key)
        client = self._s3()
        span: GetObjectRequestTypeDef = {"Bucket": self._bucket, "Key": key}
        if end is not None:
            span["Range"] = f"bytes={start}-{end - 1}"
        try:
            body: IO[bytes] = client.get_object(**span)["Body"]  # type: ignore[assignment]
        except client.exceptions.NoSuchKey:
            raise NotFound(key) from None
        return body


def _lines(file: "SpooledTemporaryFile[bytes]", model: type[_Row]) -> Iterator[_Row]:
    with file, gzip.GzipFile(fileobj=file, mode="rb") as lines:
        for line in lines:
            yield model.model_validate_json(line)


def _check(key: str) -> None:
    connection, slash, _ = key.partition("/")
    if not connection or not slash:
        raise ValueError(f"{key!r} does not begin with a connection")
