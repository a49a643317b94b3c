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
from helpdesk.faq.labels import AUDIENCES, SUBTOPIC_WORDS, TOPIC_WORDS
from helpdesk.faq.writing.matter import Article
from helpdesk.faq.writing.rules import LONGEST_BODY, LONGEST_NOTE
from helpdesk.web.forms import Form, choices
from helpdesk.web.i18n import gettext as _
from helpdesk.web.i18n import lazy_gettext as _l

REQUIRED = DataRequired(_l("Ce champ est nécessaire."))
OPTIONAL_DAY = [Optional()]
SPLIT = re.compile(r"[\s,;]+")


def _lines(text: str | None) -> list[str]:
    return [each for each in (one_line(line) for line in (text or "").split("\n")) if each]


def _words(text: str | None) -> list[str]:
    return [each for each in SPLIT.split(text or "") if each]


class VersionedForm(Form):
    """A form that knows which version of the text it was opened on."""

    version = HiddenField()

    def seen(self) -> int:
        """Return that version; a browser sends text."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


class ArticleForm(VersionedForm):
    """An article: what it says of itself, and its text."""

    title = StringField(_l("Titre"), [REQUIRED, Length(max=200)], filters=[on_one_line])
    slug = StringField(
        _l("Adresse"),
        [
            REQUIRED,
            Length(max=80),
            Regexp(r"^[a-z0-9]+(-[a-z0-9]+)*\Z", message=_l("Minuscules, chiffres et tirets.")),
        ],
        description=_l("La fin de l’adresse publique ; elle ne change plus après la première publication."),
    )
    lang = SelectField(_l("Langue"), choices=choices({"fr": "français", "en": "English"}))
    collection = SelectField(_l("Collection"))
    category = SelectField(_l("Sujet"), choices=choices(TOPIC_WORDS))
    ticket_category = SelectField(_l("Sujet du dossier qu’on ouvre depuis cette fiche"))
    audience = SelectField(_l("S’adresse à"), choices=choices(AUDIENCES))
    readers = TextAreaField(
        _l("Réservée à"),
        [Optional()],
        description=_l(
            "Vide : tout le monde. Sinon une ligne par public : role:treasurer (les trésoriers), org:75-UD "
            "(cette organisation), org:75-UD/geo (avec ce qui en dépend), role:treasurer+org:75-UD/geo."
        ),
    )
    summary = TextAreaField(
        _l("En bref"), [REQUIRED, Length(max=600)], description=_l("La réponse en une ou deux phrases.")
    )
    body = TextAreaField(
        _l("Texte"),
        [REQUIRED],
        description=_l(
            "En Markdown : ## pour un titre, - pour une liste, [mots](/faq/adresse) pour un lien."
        ),
    )
    aliases = TextAreaField(
        _l("Comment les gens le demandent"),
        [REQUIRED],
        description=_l("Une formulation par ligne, trois au moins."),
    )
    keywords = TextAreaField(_l("Mots-clés"), [Optional()], description=_l("Un par ligne."))
    related = TextAreaField(
        _l("Voir aussi"), [Optional()], description=_l("L’adresse d’une fiche par ligne.")
    )
    reason_codes = StringField(
        _l("Codes de rejet"), [Optional(), Length(max=600)], description=_l("AM04 MD01…")
    )
    sources = TextAreaField(_l("Sources"), [Optional()], description=_l("Une par ligne."))
    owner = StringField(_l("Responsable"), [REQUIRED, Length(max=120)], filters=[on_one_line])
    reviewed_on = DateField(_l("Vérifiée le"), [InputRequired(_l("Ce champ est nécessaire."))])
    as_of = DateField(_l("Situation au"), OPTIONAL_DAY)
    valid_from = DateField(_l("Valable à partir du"), OPTIONAL_DAY)
    valid_until = DateField(_l("Valable jusqu’au"), OPTIONAL_DAY)
    note = StringField(_l("Ce que vous avez changé"), [Optional(), Length(max=200)], filters=[on_one_line])

    def offer(self, collections: Mapping[str, str]) -> None:
        """Show these collections, and every sub-category."""
        self.collection.choices = choices(collections)
        self.ticket_category.choices = choices(ticket_topics())

    def validate_body(self, field: Any) -> None:
        """Refuse a text that no renderer would take."""
        if len((field.data or "").encode()) > LONGEST_BODY:
            raise ValidationError(_("Le texte dépasse %(max)d ko.", max=LONGEST_BODY // 1024))

    def article(self, others: Mapping[str, Any]) -> Article:
        """Return what was typed, with what was ticked among the suggestions; `others` are keys not shown here."""
        matter: dict[str, Any] = {
            name: self[name].data
            for name in ("title", "slug", "lang", "collection", "category", "ticket_category", "audience")
        }
        matter |= {"summary": one_line(self.summary.data or ""), "owner": self.owner.data}
        matter |= {name: self[name].data for name in ("reviewed_on", "as_of", "valid_from", "valid_until")}
        matter |= {name: _lines(self[name].data) for name in ("aliases", "keywords", "sources")}
        matter["readers"] = _words(self.readers.data)
        matter["related"] = _words(self.related.data)
        matter["reason_codes"] = [each.upper() for each in _words(self.reason_codes.data)]
        for name in ("aliases", "related"):
            chosen = [one_line(each)[:200] for each in request.form.getlist(f"add_{name}")[:20]]
            matter[name] += [each for each in chosen if each and each not in matter[name]]
        return Article(matter, self.body.data or "", others)


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
    text = TextAreaField(_l("Texte"), [REQUIRED])
    note = StringField(_l("Ce que vous avez changé"), [Optional(), Length(max=200)], filters=[on_one_line])

    def validate_text(self, field: Any) -> None:
        """Refuse a text that no renderer would take."""
        if len((field.data or "").encode()) > LONGEST_BODY:
            raise ValidationError(_("Le texte dépasse %(max)d ko.", max=LONGEST_BODY // 1024))


class StepForm(VersionedForm):
    """A step in the life of a text, with what one has to say about it."""

    act = HiddenField()
    note = TextAreaField(_l("Note"), [Optional(), Length(max=LONGEST_NOTE)])
    at = DateTimeLocalField(_l("Le"), [Optional()])


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
