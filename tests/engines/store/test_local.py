import errno
import os
import stat

import pytest

from helpdesk.engines.store import StoreFull, StoreUnavailable, open_store


@pytest.fixture
def root(tmp_path):
    return tmp_path / "files"


@pytest.fixture
def store(root):
    return open_store(root.as_uri())


def test_files_lie_two_folders_deep_and_are_ours_alone(store, root):
    stored = store.put(b"x")

    path = root / stored.key[:2] / stored.key[2:4] / stored.key
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    for folder in (root, path.parent.parent, path.parent):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_a_folder_open_to_others_is_closed(store, root):
    root.mkdir(mode=0o755)

    store.put(b"x")

    assert stat.S_IMODE(root.stat().st_mode) == 0o700


def test_the_file_and_every_new_folder_are_flushed_before_put_returns(store, root, monkeypatch):
    flushed = []
    fsync = os.fsync
    monkeypatch.setattr(
        os, "fsync", lambda fd: (flushed.append(os.readlink(f"/proc/self/fd/{fd}")), fsync(fd))
    )

    key = store.put(b"x").key

    outer, inner = root / key[:2], root / key[:2] / key[2:4]
    assert {str(root), str(outer), str(inner)} <= set(flushed)
    assert any(name.startswith(f"{inner}/.{key}.") for name in flushed)
    assert flushed[-1] == str(inner)


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT])
def test_a_full_disk_is_said_and_nothing_half_written_stays(store, root, monkeypatch, code):
    def full(fd):
        raise OSError(code, os.strerror(code))

    store.put(b"first")
    monkeypatch.setattr(os, "fsync", full)

    with pytest.raises(StoreFull):
        store.put(b"x" * 1000)

    assert len([path for path in root.rglob("*") if path.is_file()]) == 1


def test_a_place_that_is_not_a_folder_is_unavailable_and_unwell(store, root):
    root.write_bytes(b"in the way")

    with pytest.raises(StoreUnavailable):
        store.put(b"x")
    assert str(root) in store.health().sentence


def test_what_an_interrupted_write_left_is_not_listed(store, root):
    stored = store.put(b"x")
    unfinished = root / stored.key[:2] / stored.key[2:4] / f".{stored.key}.12345678"
    unfinished.write_bytes(b"half")

    assert list(store.keys()) == [stored.key]
