"""What only the Whoosh engine has to stand: files that break, processes that die, many readers."""

import contextlib
import fcntl
import os
import shutil
import stat
import subprocess
import sys
import textwrap
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from helpdesk.engines.search import Doc, SearchUnavailable, folder, open_search
from tests.engines.search.conftest import ARTICLES


@pytest.fixture
def root(tmp_path):
    return tmp_path / "index"


def run(code, url):
    """Run code in a process of its own; `engine` is opened there."""
    start = """
        import os, sys
        from helpdesk.engines.search import Doc, open_search
        engine = open_search(sys.argv[1])
    """
    return subprocess.Popen([sys.executable, "-c", textwrap.dedent(start) + textwrap.dedent(code), url])


def test_the_index_is_ours_alone(engine, root):
    engine.upsert([ARTICLES[0]])

    folders = [root, *(path for path in root.iterdir() if path.is_dir() and not path.is_symlink())]
    assert {stat.S_IMODE(folder.stat().st_mode) for folder in folders} == {0o700}


def test_a_rebuild_leaves_only_the_new_folder(engine, root):
    engine.rebuild(ARTICLES)
    engine.rebuild(ARTICLES)

    assert len(list(root.glob("index-*"))) == 1


@pytest.mark.parametrize("harm", ["emptied", "cut", "scrambled", "removed"])
@pytest.mark.parametrize("kind", ["*.toc", "*.trm", "*.pst", "words.json"])
@pytest.mark.parametrize("opened_before", [True, False])
def test_a_torn_index_says_so_or_still_answers_and_a_rebuild_heals(
    engine, root, url, kind, harm, opened_before
):
    if opened_before:
        engine.search("carte")
    for path in (root / "current").glob(kind):
        whole = path.read_bytes()
        if harm == "removed":
            path.unlink()
        else:
            path.write_bytes(
                {"emptied": b"", "cut": whole[: len(whole) // 2], "scrambled": whole[::-1]}[harm]
            )

    for reader in (engine, open_search(url)):
        with contextlib.suppress(SearchUnavailable):
            assert len(reader.search("prelevemnt de la carte").hits) <= len(ARTICLES)
    engine.rebuild(ARTICLES)

    for reader in (engine, open_search(url)):
        assert reader.search("carte").hits[0].id == "code-pin"


def test_a_folder_removed_under_our_hands_is_unavailable(engine, root):
    engine.search("carte")
    shutil.rmtree(root)

    with pytest.raises(SearchUnavailable, match="There is no search index"):
        engine.search("carte")


def test_a_place_that_cannot_be_written_is_unavailable(root, url):
    root.write_bytes(b"in the way")

    with pytest.raises(SearchUnavailable, match="cannot be written"):
        open_search(url).rebuild(ARTICLES)


def test_a_second_writer_waits_and_then_says_so(engine, root, monkeypatch):
    monkeypatch.setattr(folder, "WRITER_TIMEOUT", 0.1)
    with (root / "lock").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)

        for write in (lambda: engine.upsert([ARTICLES[0]]), lambda: engine.rebuild(ARTICLES)):
            with pytest.raises(SearchUnavailable, match="Another process is writing"):
                write()

    engine.upsert([ARTICLES[0]])


def test_a_rebuild_that_fails_leaves_the_old_index_in_use(engine, root):
    def articles():
        yield ARTICLES[0]
        raise LookupError("the database went away")

    with pytest.raises(LookupError):
        engine.rebuild(articles())

    assert engine.search("carte").hits
    assert len(list(root.glob("index-*"))) == 1


def test_a_process_killed_while_writing_leaves_the_old_index_in_use(engine, root, url):
    code = """
        from whoosh.writing import SegmentWriter
        SegmentWriter.commit = lambda *arguments, **options: os._exit(9)
        engine.{write}([Doc(id="new", title="Jumeaux")])
    """
    for write in ("rebuild", "upsert"):
        assert run(code.format(write=write), url).wait() == 9

    assert engine.search("carte").hits
    assert engine.search("jumeaux").hits == ()
    engine.upsert([Doc(id="new", title="Jumeaux")])
    assert [hit.id for hit in engine.search("jumeaux").hits] == ["new"]
    engine.rebuild(ARTICLES)
    assert len(list(root.glob("index-*"))) == 1


@pytest.mark.slow
def test_readers_see_no_fault_while_another_process_commits_and_rebuilds(engine, url):
    code = """
        docs = [Doc(id=f"a{n}", title=f"Carte bancaire {n}") for n in range(20)]
        for round in range(40):
            engine.upsert([docs[round % 20]])
            engine.delete([docs[(round + 7) % 20].id])
            if round % 8 == 7:
                engine.rebuild(docs)
    """
    writer = run(code, url)
    engines = [open_search(url) for _ in range(2)]

    def read(number):
        searches = 0
        while writer.poll() is None:
            assert engines[number % 2].search(f"carte bancaire {searches % 20}").corrected is None
            searches += 1
        return searches

    with ThreadPoolExecutor(4) as threads:
        searches = list(threads.map(read, range(4)))

    assert writer.wait() == 0
    assert min(searches) > 10


def test_two_processes_writing_at_once_lose_nothing(engine, url):
    code = """
        for n in range(5):
            engine.upsert([Doc(id=f"{who}{n}", title="Jumeaux")])
    """
    writers = [run(f"who = {who!r}\n{textwrap.dedent(code)}", url) for who in "ab"]

    assert [writer.wait() for writer in writers] == [0, 0]
    assert len(engine.search("jumeaux", limit=20).hits) == 10


def test_a_repeated_question_is_answered_from_memory(engine):
    first = engine.search("carte bancaire")

    assert engine.search("carte bancaire") is first
    engine.upsert([ARTICLES[0]])
    assert engine.search("carte bancaire") is not first


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    engine = open_search(f"whoosh://{tmp_path_factory.mktemp('shared')}/index")
    engine.rebuild(ARTICLES)
    return engine


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.text(alphabet=st.characters(), max_size=60))
def test_any_text_at_all_is_answered(shared, query):
    answer = shared.search(query)

    assert answer.query == query
    assert len(answer.hits) <= len(ARTICLES)


@settings(max_examples=25, deadline=None)
@given(
    title=st.text(alphabet=st.characters(), max_size=40), body=st.text(alphabet=st.characters(), max_size=200)
)
def test_any_article_at_all_is_indexed(shared, title, body):
    shared.upsert(
        [Doc(id="any", title=title, body=body, aliases=(body, title), keywords=(title,), version=title)]
    )

    assert shared.versions()["any"] == title


def test_files_open_to_others_are_closed_by_the_next_write(engine, root):
    os.chmod(root, 0o755)

    engine.upsert([ARTICLES[0]])

    assert stat.S_IMODE(root.stat().st_mode) == 0o700
