"""The files of a mail: taken as from the form, and besides what only mails carry, never opened by us."""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from helpdesk.engines.store import StoreUnavailable
from helpdesk.intake.reading import Attached
from helpdesk.tickets.files.rules import MEDIA_TYPES, KeptFile, agrees, clean_name
from helpdesk.tickets.files.service import file_store, forget
from helpdesk.tickets.rules import ATTACHMENT_BYTES, ATTACHMENT_COUNT, extension_of
from helpdesk.web.i18n import gettext as _

OF_MAILS: Mapping[str, str] = MappingProxyType(
    {
        "ics": "text/calendar",
        "p7m": "application/pkcs7-mime",
        "p7s": "application/pkcs7-signature",
        "asc": "application/pgp-encrypted",
        "pgp": "application/pgp-encrypted",
        "gpg": "application/pgp-encrypted",
        "dat": "application/ms-tnef",
    }
)
"""An invitation, signed or encrypted parts, Outlook's own: kept as they are, always sent as a download."""
NAMED_AT_MOST = 20


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of the files of a mail: those that are kept, and the names of the others."""

    kept: tuple[KeptFile, ...]
    refused: tuple[str, ...]


class NoRoom(Exception):
    """The file store does not take anything now: the mail waits."""


def take_files(attached: Sequence[Attached], *, is_cut: bool = False) -> Taken:
    """Store the files of a mail that are taken; who does not use them forgets them. Raises NoRoom.

    Logos of signatures are left out without a word, images inside the text when they are of no use. Of a mail
    whose beginning alone is here no file is taken: it would be a piece of one.
    """
    chosen = [each for each in attached if not each.is_signature_logo]
    if is_cut:
        names = [clean_name(each.name) for each in chosen if not each.is_inline][:NAMED_AT_MOST]
        return Taken((), tuple(names) or (_("les fichiers joints"),))
    good = [each for each in chosen if is_taken(each)][:ATTACHMENT_COUNT]
    refused = [clean_name(each.name) for each in chosen if each not in good and not each.is_inline]
    kept: list[KeptFile] = []
    try:
        for each in good:
            kept.append(_store(each))
    except StoreUnavailable as error:
        forget(kept)
        raise NoRoom(str(error)) from error
    except BaseException:
        forget(kept)
        raise
    return Taken(tuple(kept), tuple(refused[:NAMED_AT_MOST]))


def is_taken(file: Attached) -> bool:
    """Tell whether the form would take the file, or it is of a kind that only mails carry."""
    extension = extension_of(clean_name(file.name))
    if not 0 < file.size <= ATTACHMENT_BYTES:
        return False
    return extension in OF_MAILS or agrees(extension, file.content)


def described(attached: Iterable[Attached]) -> list[dict[str, object]]:
    """Return what the page of a mail says of its files."""
    return [
        {
            "name": clean_name(each.name),
            "type": each.media_type[:100],
            "size": each.size,
            "inline": each.is_inline or each.is_signature_logo,
        }
        for each in attached
    ]


def _store(file: Attached) -> KeptFile:
    name = clean_name(file.name)
    extension = extension_of(name)
    stored = file_store().put(io.BytesIO(file.content))
    media_type = MEDIA_TYPES.get(extension) or OF_MAILS[extension]
    return KeptFile(stored.key, name, media_type, stored.size, stored.sha256)
