"""What every file store promises, run against each."""

import hashlib
import io
from datetime import UTC, datetime, timedelta

import obstore.store
import pytest

from helpdesk.engines.store import FileMissing
from helpdesk.engines.store.local import LocalStore
from helpdesk.engines.store.s3 import ObjectFileStore

UNKNOWN = "0" * 32
HOSTILE = [
    "",
    "..",
    "../../etc/passwd",
    "/etc/passwd",
    "a/b",
    "a\0b",
    "A" * 32,
    "0" * 31,
    "0" * 32 + "\n",
    "é" * 32,
]


@pytest.fixture(params=["local", "memory", "folder by obstore"])
def store(request, tmp_path):
    match request.param:
        case "local":
            return LocalStore(tmp_path / "files")
        case "memory":
            return ObjectFileStore(obstore.store.MemoryStore())
        case _:
            return ObjectFileStore(obstore.store.LocalStore(tmp_path / "objects", mkdir=True))


@pytest.mark.parametrize("content", [b"", b"x", bytes(range(256)) * 4000], ids=["empty", "one byte", "1 MB"])
@pytest.mark.parametrize("wrap", [bytes, io.BytesIO], ids=["bytes", "stream"])
def test_what_was_put_is_read_back_whole_with_its_measures(store, content, wrap):
    stored = store.put(wrap(content))

    with store.open(stored.key) as file:
        assert file.read() == content
    assert stored.size == store.size(stored.key) == len(content)
    assert stored.sha256 == hashlib.sha256(content).hexdigest()
    assert store.exists(stored.key)


def test_a_file_can_be_read_in_pieces_and_from_the_middle(store):
    stored = store.put(b"0123456789")

    with store.open(stored.key) as file:
        assert file.read(3) == b"012"
        file.seek(8)
        assert file.read() == b"89"


def test_two_files_of_the_same_content_have_two_names(store):
    first, second = store.put(b"same"), store.put(b"same")

    assert first.key != second.key
    assert sorted(store.keys()) == sorted([first.key, second.key])


def test_a_file_knows_when_it_was_kept(store):
    before = datetime.now(UTC) - timedelta(seconds=2)

    key = store.put(b"x").key

    assert before <= store.stored_at(key) <= datetime.now(UTC) + timedelta(seconds=2)
    with pytest.raises(FileMissing):
        store.stored_at(UNKNOWN)


def test_a_deleted_file_is_gone_and_deleting_again_is_no_error(store):
    stored = store.put(b"x")

    store.delete(stored.key)
    store.delete(stored.key)

    assert not store.exists(stored.key)
    assert list(store.keys()) == []
    with pytest.raises(FileMissing):
        store.open(stored.key)


def test_an_empty_store_has_no_key(store):
    assert list(store.keys()) == []


def test_a_restore_puts_a_file_back_under_its_key(store):
    stored = store.put(b"first")
    store.delete(stored.key)

    again = store.put(b"first", key=stored.key)

    assert again == stored
    with store.open(stored.key) as file:
        assert file.read() == b"first"


@pytest.mark.parametrize("key", [UNKNOWN, *HOSTILE])
def test_an_unknown_or_hostile_key_is_a_missing_file(store, key):
    store.put(b"x")

    store.delete(key)

    assert not store.exists(key)
    with pytest.raises(FileMissing):
        store.open(key)
    with pytest.raises(FileMissing):
        store.size(key)


@pytest.mark.parametrize("key", HOSTILE)
def test_a_hostile_key_is_never_written(store, key):
    with pytest.raises(ValueError, match="is not a key"):
        store.put(b"x", key=key)

    assert list(store.keys()) == []


def test_a_working_store_says_so_and_leaves_nothing_behind(store):
    assert store.health().ok
    assert list(store.keys()) == []


def test_a_stream_that_breaks_leaves_nothing_behind(store):
    class Broken(io.BytesIO):
        def read(self, size=-1):
            raise ValueError("the upload was cut")

    with pytest.raises(ValueError, match="was cut"):
        store.put(Broken())

    assert list(store.keys()) == []
