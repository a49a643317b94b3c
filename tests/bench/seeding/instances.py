"""An installation as the bench uses it: its folder, its settings, its application."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from flask import Flask

from helpdesk.app import create_app
from helpdesk.config import Mode, load_settings
from helpdesk.db import db

SECRET = "a secret key for the bench only, long enough"
HOST = "http://127.0.0.1"


@dataclass(frozen=True)
class Instance:
    """A folder that `helpdesk serve` can work in."""

    folder: Path

    @property
    def variables(self) -> Mapping[str, str]:
        """The settings of a production server behind one proxy, over plain HTTP."""
        return {
            "HELPDESK_MODE": Mode.PRODUCTION.value,
            "HELPDESK_INSTANCE_DIR": str(self.folder),
            "HELPDESK_BASE_URL": HOST,
            "HELPDESK_SECRET_KEY": SECRET,
            "HELPDESK_TRUSTED_PROXIES": "1",
            "HELPDESK_LOG_LEVEL": "WARNING",
        }

    @property
    def database(self) -> Path:
        """The SQLite file."""
        return self.folder / "helpdesk.db"

    @contextmanager
    def app(self) -> Iterator[Flask]:
        """Open the application on this instance, inside its context."""
        values = {key.removeprefix("HELPDESK_").lower(): value for key, value in self.variables.items()}
        app = create_app(load_settings(**values))
        with app.app_context():
            yield app
            db.session.remove()
            db.engine.dispose()
