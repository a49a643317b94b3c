"""What a tree of questions is, where a path through it leads, and what would be wrong with it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import Field, StringConstraints

from helpdesk.faq.companions.parts import Key, Line, Part, Place, Problem, Text

LONGEST_WAY = 12
"""How many questions a path may have at most."""


class Choice(Part):
    """One answer to a question, and where it leads."""

    key: Key
    label: Line
    label_en: Line
    to: Key


class Question(Part):
    """One question, alone on its page."""

    ask: Line
    ask_en: Line
    help: Text = ""
    help_en: Text = ""
    choices: list[Choice] = Field(min_length=2, max_length=8)


class End(Part):
    """What somebody is told in the end: what to do, an article that says more, the subject of a dossier."""

    title: Line
    title_en: Line
    text: Text
    text_en: Text
    steps: list[Line] = Field(default=[], max_length=10)
    steps_en: list[Line] = Field(default=[], max_length=10)
    article: Key | None = None
    dossier: Annotated[str, StringConstraints(pattern=r"^[a-z-]+(/[a-z0-9-]+)?$")] | None = None
    kind: Literal["answer", "dossier"] = "answer"
    """Whether the answer is enough, or a dossier is the thing to do."""


class Tree(Part):
    """A whole tree. Questions and ends are found by their keys; both share one set of names."""

    title: Line
    title_en: Line
    summary: Text
    summary_en: Text
    start: Key
    questions: dict[Key, Question] = Field(min_length=1, max_length=60)
    ends: dict[Key, End] = Field(min_length=1, max_length=60)
    journey: Key | None = None
    """The activation whose steps an organisation goes on to tick, when the tree is about one."""


@dataclass(frozen=True)
class Standing:
    """Where a path leads: what was answered so far, and the question or the end that is reached."""

    trail: Sequence[tuple[Question, Choice]]
    key: str
    question: Question | None
    end: End | None


class NoWay(Exception):
    """A path that the tree does not have."""


def follow(tree: Tree, way: Sequence[str]) -> Standing:
    """Return where the answers `way` lead from the start; raise NoWay where they lead nowhere."""
    if len(way) > LONGEST_WAY:
        raise NoWay
    trail: list[tuple[Question, Choice]] = []
    key = tree.start
    for answer in way:
        question = tree.questions.get(key)
        choice = next((each for each in question.choices if each.key == answer), None) if question else None
        if question is None or choice is None:
            raise NoWay
        trail.append((question, choice))
        key = choice.to
    return Standing(trail, key, tree.questions.get(key), tree.ends.get(key))


def problems_of(tree: Tree) -> Iterator[Problem]:
    """Yield what is wrong with a tree as a whole, and where.

    Names used twice, answers that lead nowhere, circles, and what nobody reaches.
    """
    for key in tree.questions.keys() & tree.ends.keys():
        yield ("ends", key), f"{key} is both a question and an end"
    if tree.start not in tree.questions:
        yield ("start",), f"start names {tree.start}, which is no question"
        return
    for key, question in tree.questions.items():
        keys = [each.key for each in question.choices]
        if len(set(keys)) < len(keys):
            yield ("questions", key, "choices"), f"{key}: two choices have the same key"
        for number, choice in enumerate(question.choices):
            if choice.to not in tree.questions and choice.to not in tree.ends:
                place: Place = ("questions", key, "choices", number)
                yield place, f"{key}: the choice {choice.key} leads to {choice.to}, which does not exist"
    yield from _unreachable(tree)
    yield from _too_long(tree)


def _unreachable(tree: Tree) -> Iterator[Problem]:
    reached, waiting = set[str](), [tree.start]
    while waiting:
        key = waiting.pop()
        if key not in reached:
            reached.add(key)
            waiting += [each.to for each in tree.questions[key].choices] if key in tree.questions else []
    for place in [*(("questions", key) for key in tree.questions), *(("ends", key) for key in tree.ends)]:
        if place[1] not in reached:
            yield place, f"nobody ever comes to {place[1]}"


def _too_long(tree: Tree) -> Iterator[Problem]:
    """Tell a circle, or a path that is longer than anybody would follow."""
    level = {tree.start}
    for _ in range(LONGEST_WAY):
        level = {each.to for key in level if key in tree.questions for each in tree.questions[key].choices}
    left = sorted(level & tree.questions.keys())
    if left:
        sentence = (
            f"after {LONGEST_WAY} answers there are questions still ({left[0]}): a circle, or too long a path"
        )
        yield ("questions", left[0]), sentence


def tree_of(value: Mapping[str, Any]) -> Tree:
    """Return a tree from what is stored of it."""
    return Tree.model_validate(value)
