"""What a form says of a value it cannot take, in words of ours and in the reader's language."""

import pytest
from flask import Flask
from werkzeug.datastructures import MultiDict
from wtforms import DateField, IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, Length

from helpdesk.core.topics import Severity
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import in_lang


class OddForm(Form):
    class Meta(Form.Meta):
        csrf = False

    level = SelectField(choices=choices({"S1": "Critique"}))
    severity = SelectField(choices=choices({Severity.S1: "Critique"}), coerce=Severity)
    word = StringField(validators=[DataRequired(), Length(max=3)])
    count = IntegerField()
    day = DateField()


def said(**typed: str) -> dict[str, list[str]]:
    usual = {"level": "S1", "severity": "S1", "word": "oui", "count": "1", "day": "2026-11-16"}
    form = OddForm(formdata=MultiDict({**usual, **typed}))
    form.validate()
    return {name: [str(each) for each in errors] for name, errors in form.errors.items()}


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("level", "S9", "Choisissez une des réponses proposées."),
        ("severity", "S9", "Choisissez une des réponses proposées."),
        ("word", "quatre", "Ce texte est trop long\u00a0: 3 signes au plus."),
        ("count", "dix", "Écrivez un nombre entier, par exemple 12."),
        ("day", "demain", "Écrivez une date comme 16/11/2026."),
    ],
)
def test_no_sentence_of_the_library_reaches_a_reader(app: Flask, name, typed, sentence):
    with app.test_request_context():
        assert sentence in said(**{name: typed})[name]


def test_a_value_that_fits_is_taken(app: Flask):
    with app.test_request_context():
        assert said() == {}


def test_english_readers_read_english(app: Flask):
    with app.test_request_context(), in_lang("en"):
        (sentence,) = said(word="quatre")["word"]

        assert "too long" in sentence
