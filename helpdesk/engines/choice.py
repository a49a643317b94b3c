"""Which engines were chosen: what names none stops every command at once, before anything is opened."""

from collections.abc import Mapping

from helpdesk.config import Settings
from helpdesk.engines import mail, search, store
from helpdesk.engines.schemes import Scheme, check_scheme, load

DATABASES: Mapping[str, Scheme] = {
    "sqlite": Scheme("sqlite3"),
    "postgresql+psycopg": Scheme("psycopg", extra="postgres"),
}
OTHERS = {"search": search.SCHEMES, "store": store.SCHEMES, "mail": mail.SCHEMES}


def check_engines(settings: Settings) -> None:
    """Raise BadEngineUrl for a URL whose scheme nobody knows, or for a missing driver of the database."""
    load(settings.engine_url("database"), DATABASES, setting="database_url")
    for name, schemes in OTHERS.items():
        check_scheme(settings.engine_url(name), schemes, setting=f"{name}_url")
