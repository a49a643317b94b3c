"""The people of the demo, all invented, and one login per role."""

from dataclasses import dataclass
from datetime import datetime

from helpdesk.accounts.passwords.hashing import hash_password
from helpdesk.accounts.rules import Role
from helpdesk.accounts.staff.service import Newcomer, add_person
from helpdesk.accounts.viewer import Viewer

PASSWORD = "tilleul-corbeau-vitrail-47"  # noqa: S105 - the demo listens on loopback only and says it aloud


@dataclass(frozen=True)
class Character:
    """Somebody of the story; `key` is how the story calls them."""

    key: str
    name: str
    roles: frozenset[Role]
    lang: str = "fr"

    @property
    def email(self) -> str:
        """Return the invented mailbox."""
        return f"{self.key}@example.org"


def _one(key: str, name: str, *roles: Role, lang: str = "fr") -> Character:
    return Character(key, name, frozenset(roles), lang)


CHARACTERS = (
    _one("tresoriere", "Maïwenn Kerbrat", Role.TREASURER),
    _one("tresorier", "Lucien Aubertin", Role.TREASURER),
    _one("mandataire", "Inès Castagnol", Role.TREASURER),
    _one("conseillere", "Nadège Perrault", Role.AGENT),
    _one("conseiller", "Bastien Loriol", Role.AGENT),
    _one("conseillere2", "Solveig Tanguy", Role.AGENT),
    _one("conseiller2", "Amadou Vasseur", Role.AGENT),
    _one("adviser", "Harriet Fenwick", Role.AGENT, lang="en"),
    _one("superviseure", "Claire Montjoie", Role.AGENT, Role.SUPERVISOR, Role.EDITOR),
    _one("redactrice", "Ombeline Sorel", Role.EDITOR),
    _one("relecteur", "Théodore Vannier", Role.PUBLISHER),
    _one("administration", "Gaspard Hautecombe", Role.ADMINISTRATOR),
    _one("systeme", "Yann Tregastel", Role.SYSADMIN),
)

LOGINS = {
    Role.TREASURER: "tresoriere",
    Role.AGENT: "conseillere",
    Role.SUPERVISOR: "superviseure",
    Role.EDITOR: "redactrice",
    Role.ADMINISTRATOR: "administration",
    Role.SYSADMIN: "systeme",
}
"""Which character signs in for which role."""
PUBLISHER_LOGIN = "relecteur"
"""Who publishes what the editor writes; told to people only, since programs count on one login for each role above."""

Cast = dict[str, Viewer]


def engage(*, now: datetime) -> Cast:
    """Give every character an account with the demo's password; return them by key."""
    digest = hash_password(PASSWORD)
    cast: Cast = {}
    for one in CHARACTERS:
        newcomer = Newcomer(one.name, one.email, one.roles, one.lang)
        person = add_person(newcomer, now=now, by="demo", password_hash=digest)
        cast[one.key] = Viewer(person.id, one.name, one.email, one.lang, one.roles)
    return cast


def accounts() -> list[dict[str, str]]:
    """Return one login per role, as the demo tells programs."""
    return [_login(role, key) for role, key in LOGINS.items()]


def all_accounts() -> list[dict[str, str]]:
    """Return the logins that the demo tells people."""
    return [*accounts(), _login(Role.PUBLISHER, PUBLISHER_LOGIN)]


def _login(role: Role, key: str) -> dict[str, str]:
    return {"role": role.value, "email": f"{key}@example.org", "password": PASSWORD}
