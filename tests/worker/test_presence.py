"""Who is alive, told by a lock that the system takes back."""

import multiprocessing
import os
import signal

from helpdesk.worker import presence


def stay(folder, name, is_there):
    with presence.present(folder, name):
        is_there.set()
        signal.pause()


def test_names_differ_and_say_where_to_look():
    assert presence.new_name() != presence.new_name()
    assert f"-{os.getpid()}-" in presence.new_name()


def test_a_worker_that_ends_leaves_nothing_behind(tmp_path):
    with presence.present(tmp_path, "w1"):
        assert presence.list_gone(tmp_path) == []

    assert list(tmp_path.iterdir()) == []


def test_a_killed_worker_is_seen_as_gone_until_it_is_struck_off(tmp_path):
    spawn = multiprocessing.get_context("spawn")
    is_there = spawn.Event()
    process = spawn.Process(target=stay, args=(tmp_path, "w1", is_there))
    process.start()
    assert is_there.wait(20)
    assert presence.list_gone(tmp_path) == []

    process.kill()
    process.join()

    assert presence.list_gone(tmp_path) == ["w1"]
    presence.forget(tmp_path, "w1")
    assert presence.list_gone(tmp_path) == []
