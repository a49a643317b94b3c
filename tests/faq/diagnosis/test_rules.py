import copy

import pytest

from helpdesk.faq.diagnosis.rules import NoWay, follow, problems_of, tree_of

END = {"title": "Fin", "title_en": "End", "text": "Voilà.", "text_en": "There."}


def choice(key: str, to: str) -> dict[str, str]:
    return {"key": key, "label": key, "label_en": key, "to": to}


def question(*choices: dict[str, str]) -> dict[str, object]:
    return {"ask": "Oui ?", "ask_en": "Yes?", "choices": list(choices)}


VALUE = {
    "title": "Où ?",
    "title_en": "Where?",
    "summary": "Trouvons.",
    "summary_en": "Let us find.",
    "start": "un",
    "questions": {
        "un": question(choice("oui", "deux"), choice("non", "fin")),
        "deux": question(choice("oui", "fin"), choice("non", "autre")),
    },
    "ends": {"fin": END, "autre": END},
}


def changed(**changes: object) -> dict[str, object]:
    value = copy.deepcopy(VALUE)
    for path, new in changes.items():
        part, key = path.split("__")
        value[part] = value[part] | {key: new}
    return value


def test_answers_lead_to_questions_and_ends():
    tree = tree_of(VALUE)

    assert follow(tree, []).key == "un"
    assert follow(tree, ["oui"]).question is not None
    end = follow(tree, ["oui", "non"])
    assert (end.key, end.end.title, len(end.trail)) == ("autre", "Fin", 2)


@pytest.mark.parametrize("way", [["x"], ["non", "oui"], ["oui"] * 13, [""]])
def test_a_path_that_the_tree_does_not_have_leads_nowhere(way):
    with pytest.raises(NoWay):
        follow(tree_of(VALUE), way)


def test_a_sound_tree_has_no_fault():
    assert list(problems_of(tree_of(VALUE))) == []


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (VALUE | {"start": "zero"}, "start names zero"),
        (changed(questions__deux=question(choice("oui", "fin"), choice("non", "rien"))), "leads to rien"),
        (changed(questions__deux=question(choice("oui", "fin"), choice("oui", "autre"))), "same key"),
        (changed(ends__perdue=END), "nobody ever comes to perdue"),
        (changed(questions__deux=question(choice("oui", "un"), choice("non", "autre"))), "a circle"),
        (
            changed(questions__autre=question(choice("oui", "fin"), choice("non", "fin"))),
            "both a question and an end",
        ),
    ],
)
def test_what_is_wrong_with_a_tree_is_told(value, sentence):
    assert sentence in "\n".join(said for _place, said in problems_of(tree_of(value)))


def test_a_wide_tree_is_checked_in_time():
    questions = {f"q{n}": question(*[choice(f"c{k}", f"q{n + 1}") for k in range(8)]) for n in range(11)}
    questions["q11"] = question(choice("oui", "fin"), choice("non", "fin"))
    tree = tree_of(VALUE | {"start": "q0", "questions": questions, "ends": {"fin": END}})

    assert list(problems_of(tree)) == []
