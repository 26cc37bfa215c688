"""Settings, from the environment and nowhere else; wrong ones are refused with what to do."""

import difflib
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal
from zoneinfo import available_timezones

import msgspec

PREFIX = "LINKAGE_"
POSTGRESQL = ("postgresql://", "postgres://")
MEGABYTE = 1 << 20
FILE_MB_MOST = 50  # a file is sealed in one piece, in memory
CENTRE_CODE = re.compile("[A-Z0-9]*[A-Z]")


class SettingsError(Exception):
    """A setting that can't be used; the text says which and what to write."""


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """Everything an operator can set; each is LINKAGE_ and its name in capitals."""

    data: Path = Path("data")
    database_url: str = ""
    owner_url: str = ""
    keys_url: str = ""
    kek: str = ""
    kek_file: str = ""
    kek_old: str = ""
    erasures_file: str = ""
    secret_key: str = ""
    centre_code: str = "QS"
    centre_name: str = "青石镇联动中心"
    centre_name_en: str = "Qingshi Town Linkage Center"
    centre_phone: str = ""
    rules: str = "national"
    timezone: str = "Asia/Shanghai"
    projector: Literal["inline", "worker"] = "inline"
    host: str = "127.0.0.1"
    port: int = 8000
    workers: int = 2
    https: bool = False
    session_hours: int = 12
    idle_minutes: int = 120
    totp: Literal["optional", "admins", "everybody"] = "optional"
    proxies: int = 0
    link_hours: int = 72
    file_mb: int = 10
    as_of_mb: int = 1024
    public_url: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_tls: Literal["starttls", "tls", "none"] = "starttls"
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_from: str = ""
    sms_url: str = ""
    sms_type: Literal["json", "form"] = "json"
    sms_headers: str = ""
    sms_body: str = ""
    sms_ok: str = ""
    messages_local: bool = False
    signer: str = ""
    checkpoint_places: str = ""
    time_stamp_url: str = ""
    time_stamp_ca: str = ""
    log_level: Literal["debug", "info", "warning", "error"] = "info"

    @property
    def events_path(self) -> Path:
        """The precious file, when events are kept in SQLite."""
        return self.data / "events.db"

    @property
    def read_path(self) -> Path:
        """The disposable file of the read model, when it is kept in SQLite."""
        return self.data / "read.db"

    @property
    def as_of_path(self) -> Path:
        """The disposable folder of read models as they stood at earlier positions."""
        return self.data / "as-of"

    @property
    def files_path(self) -> Path:
        """The precious folder of sealed files, when events are kept in SQLite."""
        return self.data / "files"

    @property
    def file_most(self) -> int:
        """How long a file may be that somebody attaches, bytes."""
        return self.file_mb * MEGABYTE

    @property
    def accounts_url(self) -> str:
        """Where accounts and sessions are kept, as an SQLAlchemy URL."""
        return self.sqlalchemy_url or f"sqlite:///{self.data / 'accounts.db'}"

    @property
    def messages_url(self) -> str:
        """Where outgoing messages and their channels are kept, as an SQLAlchemy URL."""
        return self.sqlalchemy_url or f"sqlite:///{self.data / 'messages.db'}"

    @property
    def places(self) -> list[str]:
        """Where checkpoints are taken to: folders and addresses, apart by spaces or commas."""
        return self.checkpoint_places.replace(",", " ").split()

    @property
    def base_url(self) -> str:
        """How links in messages begin: without a public address, as this host serves."""
        own = f"{'https' if self.https else 'http'}://{self.host}:{self.port}"
        return (self.public_url or own).rstrip("/")

    @property
    def keyring_url(self) -> str:
        """Where the keys of personal data are kept, as an SQLAlchemy URL."""
        if self.keys_url:
            return _sqlalchemy(self.keys_url)
        return f"sqlite:///{self.data / 'keys.db'}"

    @property
    def sqlalchemy_url(self) -> str:
        """The database URL for SQLAlchemy; "" when events are kept in SQLite."""
        return _sqlalchemy(self.database_url) if self.database_url else ""

    def library_env(self) -> dict[str, str]:
        """The event-sourcing library's variables, built here so that stray ones can't reach it."""
        common = {"ORIGINATOR_ID_TYPE": "text", "CREATE_TABLE": "no"}
        if not self.database_url:
            return {**common, "SQLITE_DBNAME": str(self.events_path)}
        from application.store.conninfo import parts  # noqa: PLC0415 - only where it is used

        said = parts(self.database_url)
        return {
            **common,
            "POSTGRES_DBNAME": said.get("dbname", ""),
            "POSTGRES_HOST": said.get("host", ""),
            "POSTGRES_PORT": said.get("port", "5432"),
            "POSTGRES_USER": said.get("user", ""),
            "POSTGRES_PASSWORD": said.get("password", ""),
            "POSTGRES_CONNECT_TIMEOUT": "2",
            "POSTGRES_LOCK_TIMEOUT": "2",
            "POSTGRES_POOL_SIZE": "1",
            "POSTGRES_MAX_OVERFLOW": "4",
        }


def _sqlalchemy(url: str) -> str:
    for scheme in POSTGRESQL:
        if url.startswith(scheme):
            return "postgresql+psycopg://" + url.removeprefix(scheme)
    return url


def load(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings of this process. Errors: `SettingsError`."""
    source = os.environ if environ is None else environ
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in source.items()
        if name.startswith(PREFIX)
    }
    known = {field.name: field for field in msgspec.structs.fields(Settings)}
    for name in given:
        if name not in known:
            raise SettingsError(_unknown(name, list(known)))
    try:
        settings = msgspec.convert(given, Settings, strict=False, dec_hook=_path)
    except msgspec.ValidationError as error:
        msg = f"A setting can't be read: {error}"
        raise SettingsError(msg) from None
    _check(settings)
    return settings


def _path(kind: type[Any], value: object) -> object:
    return Path(str(value)) if kind is Path else value


def _unknown(name: str, known: list[str]) -> str:
    near = difflib.get_close_matches(name, known, n=1)
    hint = f" Did you mean {PREFIX}{near[0].upper()}?" if near else ""
    return f"Unknown setting {PREFIX}{name.upper()}.{hint}"


def _check(settings: Settings) -> None:
    _check_database(settings)
    if ":memory:" in str(settings.data):
        msg = "LINKAGE_DATA must be a folder: a log in memory is lost with the process."
        raise SettingsError(msg)
    if not CENTRE_CODE.fullmatch(settings.centre_code):
        msg = (
            "LINKAGE_CENTRE_CODE must be capital letters and digits and end with a letter: "
            "it begins every file number, and the year follows."
        )
        raise SettingsError(msg)
    if settings.timezone not in available_timezones():
        msg = "LINKAGE_TIMEZONE must be the name of a time zone, as Asia/Shanghai."
        raise SettingsError(msg)
    if settings.proxies < 0:
        msg = "LINKAGE_PROXIES must be how many proxies stand in front of the service, 0 for none."
        raise SettingsError(msg)
    if not 1 <= settings.port <= 65535 or settings.workers < 1:  # noqa: PLR2004 - ports end there
        msg = "LINKAGE_PORT must be a port and LINKAGE_WORKERS at least 1."
        raise SettingsError(msg)
    if settings.as_of_mb < 1:
        msg = "LINKAGE_AS_OF_MB must be a whole number, at least 1."
        raise SettingsError(msg)
    if not 1 <= settings.file_mb <= FILE_MB_MOST:
        msg = f"LINKAGE_FILE_MB must be a whole number from 1 to {FILE_MB_MOST}."
        raise SettingsError(msg)
    _check_messages(settings)
    _check_places(settings)
    _check_kek_file(settings)


def _check_database(settings: Settings) -> None:
    url, owner = settings.database_url, settings.owner_url
    if url and not url.startswith(POSTGRESQL):
        msg = "LINKAGE_DATABASE_URL must start with postgresql:// (leave it empty for SQLite)."
        raise SettingsError(msg)
    if owner and not (url and owner.startswith(POSTGRESQL)):
        msg = (
            "LINKAGE_OWNER_URL must start with postgresql:// and name the tables' owner in the"
            " database of LINKAGE_DATABASE_URL; leave it empty for SQLite."
        )
        raise SettingsError(msg)


def _check_messages(settings: Settings) -> None:
    """What messages need beyond the pages: addresses, a sender, the shape a gateway wants."""
    for name in ("public_url", "sms_url", "time_stamp_url"):
        url = getattr(settings, name)
        if url and not url.startswith(("http://", "https://")):
            msg = f"{PREFIX}{name.upper()} must start with http:// or https://."
            raise SettingsError(msg)
    if settings.smtp_host and "@" not in settings.smtp_from:
        msg = "LINKAGE_SMTP_FROM must be the mail address messages come from."
        raise SettingsError(msg)
    said = said_in_json(settings.sms_body)
    if settings.sms_url and not {"{phone}", "{text}"} <= {part for part in PARTS if part in said}:
        msg = (
            "LINKAGE_SMS_BODY must be a JSON object in which {phone} and {text} stand where the "
            'gateway wants them, such as {"mobile": "{phone}", "content": "{text}"}.'
        )
        raise SettingsError(msg)
    if settings.sms_headers and not said_in_json(settings.sms_headers):
        msg = 'LINKAGE_SMS_HEADERS must be a JSON object, such as {"Authorization": "Bearer …"}.'
        raise SettingsError(msg)


def _check_places(settings: Settings) -> None:
    """A place that looks like an address must be one: else it would quietly be a folder."""
    for place in settings.places:
        if "://" in place and not re.match(r"(witness\+)?https?://[^/]", place):
            msg = (
                f"LINKAGE_CHECKPOINT_PLACES has {place}: write a folder, https://… or"
                " witness+https://…."
            )
            raise SettingsError(msg)


PARTS = ("{phone}", "{text}", "{id}")


def said_in_json(text: str) -> str:
    """The text, if it is a JSON object with something in it; else ""."""
    try:
        found = msgspec.json.decode(text or "{}", type=dict[str, Any])
    except msgspec.DecodeError:
        return ""
    return text if found else ""


def _check_kek_file(settings: Settings) -> None:
    path = kek_path(settings)
    if path.exists() and path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH):
        msg = f"The key file {path} can be read by others: chmod 600 it."
        raise SettingsError(msg)


def kek_path(settings: Settings) -> Path:
    """Where the key-encryption key is kept when it isn't in the environment."""
    return Path(settings.kek_file) if settings.kek_file else settings.data / "kek"
