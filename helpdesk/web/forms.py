"""Forms: CSRF, cleaned text, messages in the reader’s language; refused ones come back with status 422."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from markupsafe import Markup, escape
from wtforms import Field, FieldList, FormField, PasswordField
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.widgets import core
from wtforms.widgets.core import clean_key

from helpdesk.core.identifiers import clean_text
from helpdesk.web.again import shown_because
from helpdesk.web.i18n import current_lang
from helpdesk.web.i18n import lazy_gettext as _l

TOO_LONG = _l("Ce texte est trop long : %(max)d signes au plus.")
"""The sentence of a text beyond its limit, which is set in."""

KEPT_AS_TYPED = (PasswordField, FieldList, FormField)
"""Fields whose text is not cleaned here: passwords, and lists, which clean their own."""


def cleaned(value: Any) -> Any:
    """Normalise typed text: NFC, LF, no control characters, no outer blanks."""
    return clean_text(value).strip() if isinstance(value, str) else value


def choices(labels: Mapping[Any, str]) -> list[SelectChoice]:
    """Return the options of a list, in order, from values and their words."""
    return [SelectChoice(value, label) for value, label in labels.items()]


def attributes(**given: Any) -> Markup:
    """Write attributes as WTForms does: in order, True as a bare name, False not at all."""
    written = [
        clean_key(name) if value is True else f'{clean_key(name)}="{_quoted(value)}"'
        for name, value in sorted(given.items())
        if value is not False
    ]
    return Markup(" ".join(written))  # noqa: S704 - names are the program's, values are escaped


def _quoted(value: object) -> str:
    # What is markup already may hold quotation marks.
    return str(escape(value)).replace('"', "&quot;")


# WTForms sends each name and value through Markup's own formatting: half the time of a page with a long form.
core.html_params = attributes
core.Input.html_params = staticmethod(attributes)


SENTENCES = {
    "Not a valid choice.": _l("Choisissez une des réponses proposées."),
    "Not a valid choice": _l("Choisissez une des réponses proposées."),
    "Invalid Choice: could not coerce.": _l("Choisissez une des réponses proposées."),
    "Invalid choice(s): one or more data inputs could not be coerced.": _l(
        "Choisissez parmi les réponses proposées."
    ),
    "Field cannot be longer than %(max)d character.": TOO_LONG,
    "Field must be between %(min)d and %(max)d characters long.": _l(
        "Ce texte doit avoir de %(min)d à %(max)d signes."
    ),
    "Not a valid integer value.": _l("Écrivez un nombre entier, par exemple 12."),
    "Not a valid date value.": _l("Écrivez une date comme 16/11/2026."),
    "Not a valid datetime value.": _l("Écrivez une date et une heure."),
    "Invalid email address.": _l("Cette adresse n’est pas valable."),
    "Invalid input.": _l("Ce qui est écrit ici n’est pas reconnu."),
    "This field is required.": _l("Ce champ est nécessaire."),
}
"""What we say instead of the library's own words, by its English ones."""


class Typeset:
    """WTForms' own sentences: ours where we have one, else the library's with a curved apostrophe."""

    def __init__(self, sentences: Any) -> None:
        self._sentences = sentences

    def gettext(self, sentence: str) -> str:
        """Translate one sentence."""
        if sentence in SENTENCES:
            return str(SENTENCES[sentence])
        said: str = self._sentences.gettext(sentence)
        return said.replace("'", "’")

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        """Translate a sentence about a number."""
        if singular in SENTENCES:
            return str(SENTENCES[singular])
        said: str = self._sentences.ngettext(singular, plural, count)
        return said.replace("'", "’")


class Form(FlaskForm):  # type: ignore[misc]
    """The base of every form that changes something."""

    def validate(self, extra_validators: Any = None) -> bool:
        """Tell whether what was sent may be used; a form that is only shown again says why, and nothing else."""
        because = shown_because()
        if because:
            self.form_errors.append(because)
            return False
        is_valid: bool = super().validate(extra_validators)
        return is_valid

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Clean every text on its way in; WTForms speaks the reader's language."""

        def bind_field(self, form: Any, unbound_field: "UnboundField[Any]", options: dict[str, Any]) -> Field:
            """Put the cleaning filter before the field's own; passwords are kept as typed, lists clean their own."""
            filters = unbound_field.kwargs.get("filters", [])
            # Only once: a field of a class is bound anew for each form.
            if cleaned not in filters and not issubclass(unbound_field.field_class, KEPT_AS_TYPED):
                unbound_field.kwargs["filters"] = [cleaned, *filters]
            return unbound_field.bind(form=form, **options)

        def get_translations(self, form: Any) -> Any:
            """Set WTForms' own French sentences as ours are: with a curved apostrophe."""
            return Typeset(super().get_translations(form))

        @property
        def locales(self) -> tuple[str, ...]:
            """WTForms' own messages follow the page."""
            return (current_lang(),)
