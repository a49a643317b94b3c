"""Settings kept in files, and the words for one that cannot be read."""

import os
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo
from pydantic_settings import PydanticBaseSettingsSource

PREFIX = "HELPDESK_"


NOT_JSON = "must be JSON, as README shows"


class BadSettings(Exception):
    """A setting is missing or wrong; the message is one sentence a person can act on."""


class FileValues(PydanticBaseSettingsSource):
    """Values kept in files named by `HELPDESK_<NAME>_FILE`, the way containers hand over secrets."""

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        """Return the text of the field's file without its last line break, or None."""
        path = os.environ.get(f"{PREFIX}{field_name.upper()}_FILE")
        if path is None:
            return None, field_name, False
        try:
            return Path(path).read_text(encoding="utf-8").rstrip("\n"), field_name, False
        except (OSError, UnicodeError) as error:
            raise BadSettings(
                f"{PREFIX}{field_name.upper()}_FILE: {path} cannot be read ({error})"
            ) from error

    def __call__(self) -> dict[str, Any]:
        """Return what the files hold, by field; lists and tables are JSON there as in variables."""
        values = {
            name: (self.get_field_value(field, name)[0], field)
            for name, field in self.settings_cls.model_fields.items()
        }
        return {
            name: self._decoded(name, field, value)
            for name, (value, field) in values.items()
            if value is not None
        }

    def _decoded(self, name: str, field: FieldInfo, value: str) -> Any:
        try:
            return self.prepare_field_value(name, field, value, self.field_is_complex(field))
        except ValueError as error:
            raise BadSettings(f"{PREFIX}{name.upper()}_FILE: {NOT_JSON}") from error
