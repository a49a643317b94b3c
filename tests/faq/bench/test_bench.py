"""The command as others run it: two files in, figures out."""

import json

import pytest
from click.testing import CliRunner

from helpdesk.cli import main
from helpdesk.faq.bench.measure import percentile

DOCS = [
    {
        "id": 1,
        "title": "Ma carte est bloquée",
        "aliases": ["CB refusée"],
        "keywords": ["carte"],
        "body": "Appelez.",
    },
    {"id": "b", "title": "", "body": "Le prélèvement est repris dans les huit semaines. " * 2000},
    {"id": "c", "title": "Changer de compte", "aliases": [], "keywords": [], "body": ""},
]
QUESTIONS = [
    {"text": "carte bloquée", "expected": [1]},
    {"text": "prélèvement repris", "expected": ["b", "c"]},
    {"text": "changer de compte", "expected": ["absent"]},
    {"text": "Where is my card? " + "Une longue histoire, et puis rien. " * 400, "expected": []},
]


@pytest.fixture
def bench(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    def run(*options, docs=DOCS, questions=QUESTIONS):
        for name, lines in (("docs", docs), ("questions", questions)):
            (tmp_path / name).write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
        return CliRunner().invoke(main, ["search", "bench", "docs", "questions", *options])

    return run


def test_figures_come_as_one_json_object(bench):
    result = bench("--json")

    figures = json.loads(result.stdout)
    assert list(figures) == ["engine", "docs", "questions", "build_s", "variants"]
    assert (figures["engine"], figures["docs"], figures["questions"]) == ("whoosh", 3, 4)
    assert list(figures["variants"]) == ["clean", "noaccent", "swap", "drop", "typos2"]
    for row in figures["variants"].values():
        assert list(row) == ["r1", "r3", "r5", "mrr10", "p50_ms", "p95_ms"]
        assert 0 < row["p50_ms"] <= row["p95_ms"]
    assert {name: row["r1"] for name, row in figures["variants"].items()} == dict.fromkeys(
        ["clean", "noaccent", "swap", "drop", "typos2"], 0.5
    )


def test_people_get_a_table_and_hear_what_cannot_be_found(bench):
    result = bench()

    assert result.stdout.startswith("whoosh: 3 articles indexed in ")
    assert "typos2" in result.stdout
    assert "2 question(s) expect no article of docs: they count as not found." in result.stderr


def test_it_leaves_nothing_behind_and_needs_no_instance(bench, tmp_path):
    bench()

    assert sorted(path.name for path in tmp_path.iterdir()) == ["docs", "questions"]


def test_the_index_in_use_is_left_alone(bench, tmp_path):
    result = bench("--json", "--engine", f"whoosh://{tmp_path}/index")

    assert result.exit_code == 0
    assert not (tmp_path / "index").exists()


@pytest.mark.parametrize("engine", ["whoosh", "whoosh:", "whoosh://"])
def test_an_engine_may_be_named_without_a_place(bench, engine):
    assert json.loads(bench("--json", "--engine", engine).stdout)["engine"] == "whoosh"


@pytest.mark.parametrize(
    ("options", "changes", "sentence"),
    [
        (["--engine", "gopher://a"], {}, "Error: --engine has the unknown scheme “gopher:”"),
        (
            [],
            {"docs": [*DOCS, {"id": "c"}]},
            "Error: docs, line 4: the id c was given in docs, line 3 already.",
        ),
        ([], {"questions": [{"expected": []}]}, "Error: questions, line 1: “text” must be text."),
        ([], {"questions": []}, "Error: questions: there is no question in this file."),
    ],
)
def test_what_cannot_be_measured_is_refused_in_one_sentence(bench, options, changes, sentence):
    result = bench(*options, **changes)

    assert result.exit_code == 1
    assert result.stderr.splitlines()[-1].startswith(sentence)


def test_no_article_at_all_is_measured_too(bench):
    assert json.loads(bench("--json", docs=[]).stdout)["variants"]["clean"]["r5"] == 0


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([3.0], 0.95, 3.0), ([4.0, 1.0, 3.0, 2.0], 0.5, 2.0), (list(range(1, 101)), 0.95, 95)],
)
def test_a_percentile_is_one_of_the_values(values, share, expected):
    assert percentile(values, share) == expected
