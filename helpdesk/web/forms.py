"""Forms: CSRF, cleaned text, messages in the reader’s language; refused ones come back with status 422."""

from collections.abc import Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField, PasswordField
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField

from helpdesk.core.identifiers import clean_text
from helpdesk.web.i18n import current_lang


def cleaned(value: Any) -> Any:
    """Normalise typed text: NFC, LF, no control characters, no outer blanks."""
    return clean_text(value).strip() if isinstance(value, str) else value


def choices(labels: Mapping[Any, str]) -> list[SelectChoice]:
    """Return the options of a list, in order, from values and their words."""
    return [SelectChoice(value, label) for value, label in labels.items()]


class Form(FlaskForm):  # type: ignore[misc]
    """The base of every form that changes something."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]
        """Clean every text on its way in; WTForms speaks the reader's language."""

        def bind_field(self, form: Any, unbound_field: "UnboundField[Any]", options: dict[str, Any]) -> Field:
            """Put the cleaning filter before the field's own; passwords are kept as typed, lists clean their own."""
            if issubclass(unbound_field.field_class, PasswordField | FieldList | FormField):
                return unbound_field.bind(form=form, **options)
            filters = unbound_field.kwargs.get("filters", [])
            unbound_field.kwargs["filters"] = [cleaned, *(f for f in filters if f is not cleaned)]
            return unbound_field.bind(form=form, **options)

        @property
        def locales(self) -> tuple[str, ...]:
            """WTForms' own messages follow the page."""
            return (current_lang(),)
