"""Settings: one typed object, read once at the start from `HELPDESK_…` variables or `HELPDESK_…_FILE` files.

A field here, a line in README's table (a test compares them).
"""

import os
from collections.abc import Mapping
from enum import StrEnum
from pathlib import Path
from typing import Any, Literal, Self
from urllib.parse import quote
from zoneinfo import ZoneInfo

from flask import current_app
from pydantic import EmailStr, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict, SettingsError

from helpdesk.core.hours import parse_hours
from helpdesk.setting_files import NOT_JSON, PREFIX, BadSettings, FileValues
from helpdesk.setting_types import (
    SECRET_KEY_MIN,
    Engine,
    LogLevel,
    Page,
    Phone,
    Site,
    Zone,
    is_strong,
)


class Mode(StrEnum):
    """How seriously the program is run."""

    PRODUCTION = "production"
    DEMO = "demo"
    TEST = "test"


class Settings(BaseSettings):
    """Every choice an installation can make. Times are in the unit that the name ends in."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="ignore", frozen=True)

    # The installation
    mode: Mode = Mode.PRODUCTION
    instance_dir: Path = Path("instance")
    base_url: Site = ""
    secret_key: SecretStr = SecretStr("")
    secret_key_fallbacks: list[SecretStr] = []
    trusted_proxies: int = Field(default=0, ge=0, le=5)
    web_workers: int = Field(default=2, ge=1, le=64)
    time_zone: Zone = "Europe/Paris"
    log_level: LogLevel = "INFO"

    # Engines: one URL each; empty means the embedded one under instance_dir
    database_url: Engine = ""
    search_url: Engine = ""
    store_url: Engine = ""
    mail_url: Engine = ""

    # Mail that goes out
    mail_from: EmailStr = "aide@example.org"
    mail_from_name: str = "Service d’aide"
    mail_timeout_seconds: int = Field(default=20, ge=1, le=300)
    mail_inbound_address: EmailStr | Literal[""] = ""
    mail_bounce_address: EmailStr | Literal[""] = ""
    mail_link_only: bool = False
    mail_reply_days: int = Field(default=365, ge=7, le=730)
    mail_sent_days: int = Field(default=90, ge=60, le=730)
    mail_per_minute: int = Field(default=0, ge=0, le=1_000_000)
    mail_per_minute_and_domain: int = Field(default=0, ge=0, le=1_000_000)

    # Mail that comes in
    mailboxes: SecretStr = SecretStr("")
    mailbox_poll_seconds: int = Field(default=60, ge=5, le=1500)
    mail_authserv_id: str = ""
    mail_reopen_days: int = Field(default=30, ge=1, le=730)
    mail_raw_days: int = Field(default=90, ge=1, le=730)

    # Who runs the service
    site_name: str = "Entraide Cotisations"
    site_tagline: str = "Aide au prélèvement SEPA"
    site_tagline_en: str = "Help with SEPA direct debit"
    publisher_name: str = "Association d’entraide (à renseigner)"
    publisher_address: str = "1 rue de l’Exemple, 75000 Paris"
    publisher_email: EmailStr = "contact@example.org"
    publisher_phone: Phone = "+33199000010"
    publisher_director: str = "Direction de la publication (à renseigner)"
    host_name: str = "Hébergeur (à renseigner)"
    host_address: str = "2 rue de l’Exemple, 75000 Paris"
    host_phone: Phone = "+33199000020"
    controller_name: str = "Association d’entraide (à renseigner)"
    controller_contact: EmailStr = "donnees@example.org"

    # The help people can reach
    support_phone: Phone = "+33199000000"
    support_email: EmailStr = "aide@example.org"
    support_hours: str = "lun-ven 09:00-18:00"
    holidays_subdivision: str = ""
    vendor_name: str = "la plateforme de collecte"
    vendor_faq_url: Page = "https://plateforme.example.org/faq"
    bank_name: str = "la banque"
    note_signatory: str = "La direction administrative et financière"
    association_contact: str = "votre association départementale"
    association_email_domain: str = "@ecole.example.org"
    association_registration_url: Page = "https://association.example.org/inscription"
    association_affiliation_url: Page = "https://association.example.org/affiliation"
    association_prices_url: Page = "https://association.example.org/tarifs"
    coverage: str = "toutes les régions et fédérations participantes"

    # Writing articles
    content_two_people: bool = False
    content_review_days: int = Field(default=183, ge=7, le=1830)
    content_owners: dict[str, EmailStr] = {}
    statistics_days: int = Field(default=400, ge=30, le=1830)

    # Signing in
    session_idle_minutes: int = Field(default=30, ge=5, le=1440)
    session_absolute_hours: int = Field(default=12, ge=1, le=168)
    sign_in_link_minutes: int = Field(default=15, ge=5, le=60)
    invitation_days: int = Field(default=7, ge=1, le=30)

    # Promises to members
    callback_hours: int = Field(default=72, ge=1, le=240)
    callback_in_opening_hours: bool = False
    follow_link_days: int = Field(default=365, ge=7, le=730)
    transfer_bank_days: int = Field(default=3, ge=0, le=30)

    # Activations: private links to checklists, and reminders to those who are stuck
    activation_link_days: int = Field(default=14, ge=1, le=90)
    activation_reminder_days: int = Field(default=14, ge=1, le=365)
    activation_reminds_by_itself: bool = False

    # Affiliation of organisations, year by year
    affiliation_url: Page = ""
    affiliation_notice_days: int = Field(default=30, ge=1, le=180)
    affiliation_grace_days: int = Field(default=60, ge=0, le=365)

    # Severity, and the grounds E1 to E6 with it (each explained in helpdesk/tickets/severity/rules.py)
    severity_members_grave: int = Field(default=5, ge=1)
    severity_amount_grave_euros: int = Field(default=500, ge=1)
    severity_run_days: int = Field(default=5, ge=0, le=60)
    severity_double_debit_members: int = Field(default=5, ge=1)
    severity_double_debit_refund_days: int = Field(default=2, ge=0, le=60)
    severity_amount_euros: int = Field(default=5000, ge=1)
    severity_amount_share_percent: int = Field(default=20, ge=1, le=100)
    severity_same_cause_organisations: int = Field(default=3, ge=2)
    severity_same_cause_days: int = Field(default=5, ge=1, le=60)
    severity_funds_days: int = Field(default=3, ge=0, le=60)
    severity_deadline_days: int = Field(default=5, ge=0, le=60)

    # Escalation to the confederal administration
    escalation_to: EmailStr = "administration.confederale@example.org"
    escalation_second_to: EmailStr = "direction@example.org"
    escalation_supervisor_hours: int = Field(default=4, ge=1, le=40)
    escalation_reminder_hours: int = Field(default=8, ge=1, le=80)
    escalation_second_hours: int = Field(default=16, ge=1, le=160)
    escalation_mails_at_once: int = Field(default=3, ge=1, le=50)
    escalation_digest_minutes: int = Field(default=30, ge=5, le=1440)
    escalation_sent_alone_an_hour: int = Field(default=5, ge=1, le=100)
    escalation_link_days: int = Field(default=30, ge=1, le=90)
    escalation_answer_days_s1: int = Field(default=2, ge=1, le=60)
    escalation_answer_days_s2: int = Field(default=5, ge=1, le=60)

    # Grounds E7, E8 and E10 (each explained in helpdesk/escalation/grounds/rules.py); hours are opening hours
    escalation_vendor_hours: int = Field(default=16, ge=1, le=400)
    escalation_house_grave_hours: int = Field(default=24, ge=1, le=400)
    escalation_house_s3_hours: int = Field(default=40, ge=1, le=400)
    escalation_reversal_days: int = Field(default=5, ge=1, le=30)
    escalation_refund_weeks: int = Field(default=8, ge=1, le=60)
    escalation_window_days: int = Field(default=2, ge=0, le=30)

    @classmethod
    def settings_customise_sources(
        cls, settings_cls: type[BaseSettings], *args: Any, **kwargs: PydanticBaseSettingsSource
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Read arguments first, then variables, then files; no .env file."""
        return kwargs["init_settings"], kwargs["env_settings"], FileValues(settings_cls)

    @model_validator(mode="after")
    def _in_a_folder_of_plain_signs(self) -> Self:
        # SQLAlchemy takes what follows a "?" for options: the database would lie in another folder.
        if not self.database_url and set("?#") & set(str(self.instance_dir.resolve())):
            raise ValueError("INSTANCE_DIR must be a folder whose path holds neither ? nor #")
        return self

    @model_validator(mode="after")
    def _open_at_times(self) -> Self:
        try:
            parse_hours(self.support_hours, subdivision=self.holidays_subdivision)
        except ValueError as error:
            names = "SUPPORT_HOURS and HELPDESK_HOLIDAYS_SUBDIVISION"
            raise ValueError(f"{names} must give opening hours: {error}") from error
        return self

    @model_validator(mode="after")
    def _ready_for_production(self) -> Self:
        if self.mode is not Mode.PRODUCTION:
            return self
        if not is_strong(self.secret_key.get_secret_value()):
            raise ValueError(f"SECRET_KEY must have {SECRET_KEY_MIN} random characters or more in production")
        if not self.base_url:
            raise ValueError("BASE_URL must be set in production, e.g. https://aide.example.org")
        return self

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone in which people are told times, and in which times that they write are meant."""
        return ZoneInfo(self.time_zone)

    @property
    def secure(self) -> bool:
        """Tell whether people reach the site over HTTPS."""
        return self.base_url.startswith("https://")

    def engine_url(self, name: str) -> str:
        """Return the URL of the engine `name` (database, search, store, mail), embedded when none is set."""
        given: str = getattr(self, f"{name}_url")
        root = self.instance_dir.resolve()
        # SQLAlchemy takes the path of a file as it stands; the others read theirs as a URL.
        quoted = quote(str(root))
        embedded = {
            "database": f"sqlite:///{root}/helpdesk.db",
            "search": f"whoosh://{quoted}/index",
            "store": f"file://{quoted}/files",
            "mail": f"maildir://{quoted}/mail" if self.mode is Mode.DEMO else "smtp://127.0.0.1:25",
        }
        return given or embedded[name]


def load_settings(**given: Any) -> Settings:
    """Read the settings, `given` ones first; raise BadSettings with one sentence naming what is wrong."""
    instance = Path(given.get("instance_dir") or os.environ.get(f"{PREFIX}INSTANCE_DIR", "instance"))
    kept = instance / "secret_key"
    if "secret_key" not in given and not _has_variable("SECRET_KEY") and kept.is_file():
        given["secret_key"] = kept.read_text(encoding="ascii").strip()
    try:
        return Settings(**given)
    except ValidationError as error:
        raise BadSettings("; ".join(_sentence(problem) for problem in error.errors())) from error
    except SettingsError as error:
        name = str(error).split('"')[1].upper()
        raise BadSettings(f"{PREFIX}{name}: {NOT_JSON}") from error


def unknown_variables(environ: Mapping[str, str]) -> list[str]:
    """List the `HELPDESK_…` variables that no setting reads, most often spelling mistakes."""
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    known |= {f"{name}_FILE" for name in known}
    ours = (name for name in environ if name.startswith(PREFIX) and not name.startswith("HELPDESK_TEST_"))
    return sorted(name for name in ours if name not in known)


def settings() -> Settings:
    """Return the settings of the running application."""
    found: Settings = current_app.extensions["settings"]
    return found


def _has_variable(name: str) -> bool:
    return PREFIX + name in os.environ or f"{PREFIX}{name}_FILE" in os.environ


def _sentence(problem: Any) -> str:
    name = "_".join(str(part) for part in problem["loc"])
    message = str(problem["msg"]).removeprefix("Value error, ")
    return f"{PREFIX}{name.upper()}: {message}" if name else f"{PREFIX}{message}"
