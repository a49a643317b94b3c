"""The forms of those who write."""

import re
from collections.abc import Mapping
from typing import Any

from flask import request
from wtforms import (
    DateField,
    DateTimeLocalField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, InputRequired, Length, Optional, Regexp, ValidationError

from helpdesk.accounts.own_account.forms import on_one_line
from helpdesk.core.identifiers import one_line
from helpdesk.core.topics import TOPICS
from helpdesk.faq.content.checking import SAME_IN_EVERY_LANGUAGE
from helpdesk.faq.labels import AUDIENCES, SUBTOPIC_WORDS, TOPIC_WORDS
from helpdesk.faq.writing.labels import KEY_WORDS as WORDS
from helpdesk.faq.writing.matter import DAYS, KEYS, LISTS, Article
from helpdesk.faq.writing.rules import LONGEST_BODY, LONGEST_NOTE
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

REQUIRED = DataRequired(_l("Ce champ est nécessaire."))
OPTIONAL_DAY = [Optional()]
WORD_LISTS = frozenset({"readers", "related", "reason_codes", "stages"})
"""Lists whose items hold no space: they may stand on one line."""
SPLIT = re.compile(r"[\s,;]+")


def _lines(text: str | None) -> list[str]:
    return [each for each in (one_line(line) for line in (text or "").split("\n")) if each]


def _words(text: str | None) -> list[str]:
    return [each for each in SPLIT.split(text or "") if each]


def _renderable(_form: Any, field: Any) -> None:
    """Refuse a text that no renderer would take."""
    if len((field.data or "").encode()) > LONGEST_BODY:
        raise ValidationError(_("Le texte dépasse %(max)d ko.", max=LONGEST_BODY // 1024))


class VersionedForm(Form):
    """A form that knows which version of the text it was opened on."""

    version = HiddenField()

    def seen(self) -> int:
        """Return that version; a browser sends text."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class ArticleForm(VersionedForm):
    """An article: what it says of itself, and its text."""

    title = StringField(WORDS["title"], [REQUIRED, Length(max=200)], filters=[on_one_line])
    slug = StringField(
        WORDS["slug"],
        [
            REQUIRED,
            Length(max=80),
            Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", message=_l("Minuscules, chiffres et tirets.")),
        ],
        description=_l("La fin de l’adresse publique ; elle ne change plus après la première publication."),
    )
    lang = SelectField(WORDS["lang"], choices=choices({"fr": "français", "en": "English"}))
    collection = SelectField(WORDS["collection"])
    category = SelectField(WORDS["category"], choices=choices(TOPIC_WORDS))
    ticket_category = SelectField(WORDS["ticket_category"])
    audience = SelectField(WORDS["audience"], choices=choices(AUDIENCES))
    readers = TextAreaField(
        WORDS["readers"],
        [Optional()],
        description=_l(
            "Vide : tout le monde. Sinon une ligne par public : role:treasurer (les trésoriers), org:75-UD "
            "(cette organisation), org:75-UD/geo (avec ce qui en dépend), role:treasurer+org:75-UD/geo."
        ),
    )
    summary = TextAreaField(
        WORDS["summary"], [REQUIRED, Length(max=600)], description=_l("La réponse en une ou deux phrases.")
    )
    body = TextAreaField(
        WORDS["body"],
        [REQUIRED, _renderable],
        description=_l(
            "En Markdown : ## pour un titre, - pour une liste, [mots](/faq/adresse) pour un lien."
        ),
    )
    aliases = TextAreaField(
        WORDS["aliases"],
        [REQUIRED],
        description=_l("Une formulation par ligne, trois au moins."),
    )
    keywords = TextAreaField(WORDS["keywords"], [Optional()], description=_l("Un par ligne."))
    related = TextAreaField(
        WORDS["related"], [Optional()], description=_l("L’adresse d’une fiche par ligne.")
    )
    reason_codes = StringField(
        WORDS["reason_codes"], [Optional(), Length(max=600)], description=_l("AM04 MD01…")
    )
    sources = TextAreaField(WORDS["sources"], [Optional()], description=_l("Une par ligne."))
    owner = StringField(WORDS["owner"], [REQUIRED, Length(max=120)], filters=[on_one_line])
    reviewed_on = DateField(WORDS["reviewed_on"], [InputRequired(_l("Ce champ est nécessaire."))])
    as_of = DateField(WORDS["as_of"], OPTIONAL_DAY)
    valid_from = DateField(WORDS["valid_from"], OPTIONAL_DAY)
    valid_until = DateField(WORDS["valid_until"], OPTIONAL_DAY)
    replaced_by = StringField(
        WORDS["replaced_by"],
        [Optional(), Length(max=80)],
        filters=[on_one_line],
        description=_l("L’adresse de la fiche qui vaut après ce jour."),
    )
    provider = StringField(
        WORDS["provider"],
        [Optional(), Length(max=80)],
        filters=[on_one_line],
        description=_l("Si la fiche ne vaut que pour la plateforme ou le compte de l’un d’eux."),
    )
    variant = StringField(
        WORDS["variant"],
        [Optional(), Length(max=80)],
        filters=[on_one_line],
        description=_l("Si plusieurs fiches répondent à la même question, par exemple « Après la bascule »."),
    )
    variant_of = StringField(
        WORDS["variant_of"],
        [Optional(), Length(max=80)],
        filters=[on_one_line],
        description=_l("L’adresse de la première d’entre elles ; vide sur celle-ci."),
    )
    stages = TextAreaField(WORDS["stages"], [Optional()])
    promise = StringField(
        WORDS["promise"],
        [Optional(), Length(max=300)],
        filters=[on_one_line],
        description=_l("Les lecteurs peuvent demander à être prévenus le jour où c’est tenu."),
    )
    promise_due_on = DateField(WORDS["promise_due_on"], OPTIONAL_DAY)
    promise_kept_on = DateField(WORDS["promise_kept_on"], OPTIONAL_DAY)
    note = StringField(_l("Ce que vous avez changé"), [Optional(), Length(max=200)], filters=[on_one_line])

    def offer(self, collections: Mapping[str, str]) -> None:
        """Show these collections, and every sub-category."""
        self.collection.choices = choices(collections)
        self.ticket_category.choices = choices(ticket_topics())

    def leave_to_the_original(self) -> None:
        """Ask nothing that is written in the original alone."""
        for name in SAME_IN_EVERY_LANGUAGE:
            if name in self:
                del self[name]

    def article(self, before: Article) -> Article:
        """Return what was typed, with what was ticked among the suggestions; what was not asked for is as before."""
        matter = dict(before.matter)
        matter |= {name: self._typed(name) for name in KEYS if name in self and self._was_asked(name)}
        for name in ("aliases", "related"):
            chosen = [one_line(each)[:200] for each in request.form.getlist(f"add_{name}")[:20]]
            matter[name] = [
                *matter.get(name, []),
                *(each for each in chosen if each not in matter.get(name, [])),
            ]
        return Article(matter, self.body.data or "", before.others)

    def _was_asked(self, name: str) -> bool:
        """Tell whether a browser sent a field: a page that was opened before an update has fewer of them."""
        return not self.is_submitted() or name in request.form

    def _typed(self, name: str) -> Any:
        typed = self[name].data
        if name in LISTS:
            found = _words(typed) if name in WORD_LISTS else _lines(typed)
            return [each.upper() for each in found] if name == "reason_codes" else found
        return typed if name in DAYS else one_line(typed or "")


class TextForm(VersionedForm):
    """A page or a block: its whole text."""

    slug = StringField(
        _l("Nom"),
        [
            REQUIRED,
            Length(max=70),
            Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", message=_l("Minuscules, chiffres et tirets.")),
        ],
    )
    lang = SelectField(_l("Langue"), choices=choices({"fr": "français", "en": "English"}))
    text = TextAreaField(_l("Texte"), [REQUIRED, _renderable])
    note = StringField(_l("Ce que vous avez changé"), [Optional(), Length(max=200)], filters=[on_one_line])


class StepForm(VersionedForm):
    """A step in the life of a text, with what one has to say about it."""

    act = HiddenField()
    note = TextAreaField(_l("Note"), [Optional(), Length(max=LONGEST_NOTE)])
    at = DateTimeLocalField(_l("Le"), [Optional()])
    translates = HiddenField(validators=[Length(max=12)])


class ConflictForm(VersionedForm):
    """Which text shall hold."""

    choice = RadioField(
        _l("Que garder ?"),
        choices=choices(
            {
                "room": _l("le texte d’ici"),
                "file": _l("le texte du fichier"),
                "merged": _l("le texte fusionné ci-dessous"),
            }
        ),
        default="merged",
    )
    merged = TextAreaField(_l("Texte fusionné"), [Optional()])
    file_hash = HiddenField()


class FileForm(Form):
    """An image or a document to be shown in articles."""

    alt = StringField(
        _l("Ce que montre l’image, ou le titre du document"),
        [REQUIRED, Length(max=300)],
        filters=[on_one_line],
        description=_l("Lu à voix haute à qui ne voit pas l’image."),
    )


def ticket_topics() -> dict[str, str]:
    """Return every category and sub-category a dossier may open with."""
    found = {}
    for slug, topic in TOPICS.items():
        found[slug] = str(TOPIC_WORDS[slug])
        for sub in topic.subtopics:
            value = f"{slug}/{sub.slug}"
            found[value] = f"{TOPIC_WORDS[slug]} › {SUBTOPIC_WORDS[value]}"
    return found
