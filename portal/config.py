"""Settings: one frozen object, read once from the environment, documented by its own fields."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

PREFIX = "PORTAL_"
ROOT = Path(__file__).resolve().parent.parent


def _setting(default: Any, help_text: str) -> Any:
    return field(default=default, metadata={"help": help_text})


@dataclass(frozen=True)
class Settings:
    """Every setting with its default. The environment variable is the name in capitals behind PORTAL_."""

    service_name: str = _setting("Statements on Modern Slavery", "The name in the header, in titles and in mail.")
    data_dir: str = _setting(str(ROOT / "var"), "Folder of everything the portal keeps when nothing else is set.")
    database_url: str = _setting("", "SQLAlchemy URL; empty: SQLite in the data folder.")
    store_url: str = _setting("", "fsspec URL of the document store; empty: a folder in the data folder.")
    queue_url: str = _setting("", "PostgreSQL URL of the job queue; empty: SQLite in the data folder.")
    index_dir: str = _setting("", "Folder of this node's search index; empty: in the data folder.")
    help_dir: str = _setting("", "Folder of your own help files and approvals; empty: `help` in the data folder.")
    secret_key: str = _setting("", "Signs sessions and links; empty: one is made and kept in the data folder.")
    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "Port to listen on.")
    processes: int = _setting(1, "Web processes: one for each core; with several, let rate_limit_store be one of all.")
    threads: int = _setting(8, "Threads of each web process; each takes three database connections at most.")
    public_url: str = _setting("http://127.0.0.1:8000", "Address of the portal in mail, feeds and exports.")
    secure_cookies: bool = _setting(False, "Send cookies over HTTPS only; set it wherever HTTPS is used.")
    demonstration: bool = _setting(False, "Invented world with known sign-ins; refuses any but a loopback address.")
    default_profile: str = _setting("nz-bill-2026", "The law profile offered to filers.")
    notice_working_days: int = _setting(10, "Working days an organisation has to answer before a profile is public.")
    double_reading_percent: int = _setting(10, "Of a hundred statements, how many a second officer reads blind.")
    time_zone: str = _setting("Pacific/Auckland", "Zone in which days begin and dates are shown.")
    language: str = _setting("en", "Language of pages.")
    access_log: str = _setting("-", "Where each request is written: a file, or - for the terminal.")
    mail_backend: str = _setting("console", "Flask-Mailman backend: console, smtp or locmem.")
    mail_server: str = _setting("127.0.0.1", "SMTP server.")
    mail_port: int = _setting(25, "SMTP port.")
    mail_kept_days: int = _setting(90, "Days after which what a message said, and where it went, is deleted.")
    mail_sender: str = _setting("register@example.nz", "Sender of mail.")
    rate_limit_store: str = _setting("memory://", "Where tries are counted: each process by itself, or redis://…")
    sign_in_limit: str = _setting("20 per minute", "Most sign-in attempts from one address.")
    public_form_limit: str = _setting("20 per hour", "Most forms sent from one address without signing in.")
    require_second_factor: bool = _setting(True, "Officers, operators and directors need a code beside their password.")
    nzbn_api_url: str = _setting("", "NZBN register's API, or file:// of recorded answers; empty: asked for by hand.")
    nzbn_api_key: str = _setting("", "Subscription key of that API.")
    oidc_issuer: str = _setting("", "Kept for an OpenID Connect issuer; not supported yet, so leave it empty.")

    @property
    def database(self) -> str:
        """The database URL in force."""
        return self.database_url or f"sqlite:///{self.data_dir}/portal.db"

    @property
    def store(self) -> str:
        """The document store's URL in force."""
        return self.store_url or f"file://{self.data_dir}/documents"

    @property
    def index(self) -> Path:
        """The folder of this node's search index."""
        return Path(self.index_dir or f"{self.data_dir}/index")

    @property
    def help_folder(self) -> Path:
        """The folder of the operator's own numbers, texts and approvals of the help pages."""
        return Path(self.help_dir or f"{self.data_dir}/help")


def read_settings(environment: Mapping[str, str] | None = None) -> Settings:
    """The settings that the environment gives. Raises ValueError naming the variable that cannot be read."""
    environment = os.environ if environment is None else environment
    values = {}
    for each in fields(Settings):
        name = PREFIX + each.name.upper()
        if name in environment:
            values[each.name] = _parse(name, environment[name], type(each.default))
    return Settings(**values)


def secret_key(settings: Settings) -> str:
    """The secret key: the setting, or one made on first use and kept in the data folder."""
    if settings.secret_key:
        return settings.secret_key
    kept = Path(settings.data_dir) / "secret_key"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text()


def _parse(name: str, text: str, kind: type) -> Any:
    if kind is bool:
        if text.lower() in ("1", "true", "yes", "on"):
            return True
        if text.lower() in ("", "0", "false", "no", "off"):
            return False
        raise ValueError(f"{name} must be yes or no, not {text!r}")
    if kind is int:
        if not text.lstrip("-").isdigit():
            raise ValueError(f"{name} must be a whole number, not {text!r}")
        return int(text)
    return text
