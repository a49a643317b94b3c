"""Addresses that an installation in production still has from this program's own examples."""

import re

from helpdesk.config import Mode, Settings
from helpdesk.setting_files import PREFIX

_EXAMPLE = re.compile(r".+@(?:.+\.)?example(?:\.(?:org|com|net))?", re.IGNORECASE)
"""Mailboxes nobody has. Source: RFC 2606, Reserved Top Level DNS Names, June 1999."""


def list_examples(settings: Settings) -> list[str]:
    """List the variables of the settings that name a mailbox of the examples."""
    values = ((name, getattr(settings, name)) for name in type(settings).model_fields)
    return [
        PREFIX + name.upper()
        for name, value in values
        if isinstance(value, str) and _EXAMPLE.fullmatch(value)
    ]


def warning_of(settings: Settings) -> str:
    """Return one sentence for whoever puts it in production with such addresses; empty when all is well."""
    left = list_examples(settings) if settings.mode is Mode.PRODUCTION else []
    if not left:
        return ""
    are = "is a mailbox" if len(left) == 1 else "are mailboxes"
    return (
        f"WARNING: {', '.join(left)} {are} of the examples, which nobody reads: "
        "what is written there is lost, serious cases included; set them before members write."
    )
