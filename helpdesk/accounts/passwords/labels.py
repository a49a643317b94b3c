"""Why a password is refused, in words."""

from helpdesk.accounts.passwords.rules import MAX_LENGTH, MIN_LENGTH, Weakness
from helpdesk.web.i18n import gettext as _


def weakness_sentence(weakness: Weakness) -> str:
    """Say what to do about a weak password."""
    return {
        Weakness.TOO_SHORT: _(
            "Ce mot de passe est trop court : il faut au moins %(least)d caractères. "
            "Une phrase de quatre ou cinq mots convient très bien.",
            least=MIN_LENGTH,
        ),
        Weakness.TOO_LONG: _("Ce mot de passe est trop long : %(most)d caractères au plus.", most=MAX_LENGTH),
        Weakness.GUESSABLE: _(
            "Ce mot de passe se devine trop facilement : il est courant, ou fait de votre nom, du nom du "
            "service, de suites ou de répétitions. Choisissez quatre ou cinq mots sans rapport entre eux."
        ),
    }[weakness]
