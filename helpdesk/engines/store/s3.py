"""Files in any S3 service, by obstore: `s3://bucket/prefix?endpoint=https://s3.example.org&region=eu-west-3`.

Credentials stand in the URL (`s3://KEY:SECRET@bucket`) or in the usual AWS variables.
"""

import io
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, BinaryIO, cast
from urllib.parse import parse_qs, unquote, urlsplit

import obstore
from obstore.exceptions import BaseError
from obstore.store import S3Store

from helpdesk.engines.health import Health
from helpdesk.engines.schemes import BadEngineUrl
from helpdesk.engines.store import FileMissing, StoredFile, StoreFull, StoreUnavailable
from helpdesk.engines.store.keys import CHUNK, Counted, is_key, new_key
from helpdesk.engines.store.probe import probe

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer
    from obstore import ReadableFile
    from obstore.store import ObjectStore, S3Config

_NO_ROOM = ("QuotaExceeded", "StorageFull", "507 Insufficient Storage")


class ObjectFileStore:
    """Keep files in an obstore store, whichever it is: tests use the one in memory."""

    def __init__(self, objects: "ObjectStore") -> None:
        self._objects = objects

    def put(self, content: bytes | BinaryIO, *, key: str | None = None) -> StoredFile:
        """Upload the file in one request, whole in memory: uploads are held to 10 MB by the forms."""
        key = new_key() if key is None else key
        if not is_key(key):
            raise ValueError(f"{key!r} is not a key of this store")
        counted = Counted(content)
        with _service_errors(key):
            obstore.put(self._objects, key, b"".join(counted))
        return counted.stored_as(key)

    def open(self, key: str) -> BinaryIO:
        """Open the file; its bytes are fetched as they are read."""
        with self._present(key):
            return io.BufferedReader(_Reader(obstore.open_reader(self._objects, key)), CHUNK)

    def delete(self, key: str) -> None:
        """Remove the file; see the port."""
        if is_key(key):
            with suppress(FileMissing), _service_errors(key):
                obstore.delete(self._objects, key)

    def exists(self, key: str) -> bool:
        """Tell whether the file is there."""
        try:
            self.size(key)
        except FileMissing:
            return False
        return True

    def size(self, key: str) -> int:
        """Return the file's length; see the port."""
        with self._present(key):
            return obstore.head(self._objects, key)["size"]

    def stored_at(self, key: str) -> datetime:
        """Return when the service took the file; see the port."""
        with self._present(key):
            return obstore.head(self._objects, key)["last_modified"]

    def keys(self) -> Iterator[str]:
        """Yield the keys, as the service lists them."""
        with _service_errors("the list of files"):
            for batch in obstore.list(self._objects):
                yield from (found["path"] for found in batch if is_key(found["path"]))

    def health(self) -> Health:
        """Write, read back and remove a small file."""
        return probe(self, place="in the bucket")

    @contextmanager
    def _present(self, key: str) -> Iterator[None]:
        if not is_key(key):
            raise FileMissing(key)
        with _service_errors(key):
            yield


class _Reader(io.RawIOBase):
    """Show obstore's reader as a file of the standard library."""

    def __init__(self, file: "ReadableFile") -> None:
        super().__init__()
        self._file = file

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def readinto(self, buffer: "WriteableBuffer") -> int:
        view = memoryview(buffer).cast("B")
        with _service_errors("the file"):
            chunk = bytes(self._file.read(len(view)))
        view[: len(chunk)] = chunk
        return len(chunk)


def open_url(url: str) -> ObjectFileStore:
    """Return the store of the URL's bucket; nothing is asked of the service yet."""
    parts = urlsplit(url)
    if not parts.hostname:
        raise BadEngineUrl(
            "store_url must name a bucket, e.g. s3://bucket/prefix?endpoint=https://s3.example.org"
        )
    options = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if unknown := options.keys() - {"endpoint", "region"}:
        raise BadEngineUrl(f"store_url has the unknown option “{min(unknown)}” (known: endpoint, region)")
    config = cast("S3Config", options)
    if parts.username and parts.password:
        config["access_key_id"] = unquote(parts.username)
        config["secret_access_key"] = unquote(parts.password)
    return ObjectFileStore(_bucket(parts.hostname, prefix=parts.path.strip("/"), config=config))


def _bucket(name: str, *, prefix: str, config: "S3Config") -> S3Store:
    in_clear = config.get("endpoint", "").startswith("http://")
    return S3Store(
        name,
        prefix=prefix or None,
        config=config,
        client_options={"timeout": "30s", "connect_timeout": "5s", "allow_http": in_clear},
        retry_config={"max_retries": 2, "retry_timeout": timedelta(seconds=20)},
    )


@contextmanager
def _service_errors(what: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise FileMissing(what) from error
    except (BaseError, OSError) as error:
        # The first line says it; the rest is a dump of the library's own structures.
        reason = str(error).splitlines()[0]
        kind = StoreFull if any(mark in str(error) for mark in _NO_ROOM) else StoreUnavailable
        raise kind(f"{what}: {reason}") from error
