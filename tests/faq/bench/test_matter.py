import pytest

from helpdesk.core.errors import Refused
from helpdesk.faq.bench.matter import read_docs, read_questions

GOOD = b'{"id": "a", "title": "Ma carte"}\n'


@pytest.fixture
def write(tmp_path):
    def file(content: bytes):
        path = tmp_path / "lines.jsonl"
        path.write_bytes(content)
        return path

    return file


def test_what_an_article_does_not_say_is_empty(write):
    docs = read_docs(
        write(
            "\ufeff".encode()
            + b'{"id": 7, "body": null}\r\n\n'
            + b'{"id": "b", "title": "t", "aliases": ["x"], "keywords": ["k"], "body": "corps", "url": "/b"}'
        )
    )

    assert [(doc.id, doc.title, doc.aliases, doc.keywords, doc.body) for doc in docs] == [
        ("7", "", (), (), ""),
        ("b", "t", ("x",), ("k",), "corps"),
    ]


def test_a_question_may_expect_several_articles_one_or_none(write):
    questions = read_questions(
        write(
            b'{"text": "a ?", "expected": ["a", 7]}\n{"text": "b ?", "expected": "b"}\n'
            b'{"text": "c ?", "expected": []}\n{"text": "d ?"}\n'
        )
    )

    assert [sorted(question.expected) for question in questions] == [["7", "a"], ["b"], [], []]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b"{", "this is not JSON"),
        (b"[1]", "a line must be a JSON object"),
        (b'"text"', "a line must be a JSON object"),
        (b"\xff\xfe", "this is not UTF-8"),
        (b"[" * 200_000, "nested too deep"),
        (b'{"id": ' + b"9" * 5000 + b"}", "too long a number"),
        (b'{"title": "Sans id"}', "an “id” must be text or a number"),
        (b'{"id": ""}', "an “id” must be text or a number"),
        (b'{"id": true}', "an “id” must be text or a number"),
        (b'{"id": ["b"]}', "an “id” must be text or a number"),
        (b'{"id": "b", "title": 4}', "“title” must be text"),
        (b'{"id": "b", "aliases": {"x": 1}}', "“aliases” must be a list"),
        (b'{"id": "b", "keywords": [1]}', "“keywords” must be a list of texts"),
        (b'{"id": "a"}', "the id a was given in"),
    ],
)
def test_a_bad_article_is_refused_with_its_file_and_line(write, line, fault):
    path = write(GOOD + b"\n" + line)

    with pytest.raises(Refused) as refusal:
        read_docs(path)

    assert str(refusal.value).startswith(f"{path}, line 3: ")
    assert fault in str(refusal.value)
    assert str(refusal.value).count("\n") == 0


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        (b'{"expected": ["a"]}', "“text” must be text"),
        (b'{"text": ["a"], "expected": ["a"]}', "“text” must be text"),
        (b'{"text": "a", "expected": {"a": 1}}', "“expected” must be a list"),
        (b'{"text": "a", "expected": [null]}', "an “id” must be text or a number"),
    ],
)
def test_a_bad_question_is_refused_with_its_file_and_line(write, line, fault):
    path = write(line)

    with pytest.raises(Refused) as refusal:
        read_questions(path)

    assert str(refusal.value) == f"{path}, line 1: {fault}."


def test_a_file_without_a_question_is_refused(write):
    with pytest.raises(Refused, match="there is no question in this file"):
        read_questions(write(b"\n\n"))
