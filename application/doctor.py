"""Looks the place over: what would keep the service from working, or from being trusted."""

import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from application import calendars
from application.backup.resuming import note_path
from application.calendarbook import CalendarBook
from application.clock import ASTRAY, Clock, from_ms, system_clock
from application.codec import decode
from application.custody.looking import examine_custody, examine_keys
from application.demo import logins_path
from application.files.looking import look as look_over
from application.files.storing import is_there
from application.findings import Finding, ok, problem, warning
from application.keys import KEY, load_kek
from application.log import Log
from application.presence import Unreachable, head_of
from application.proofs.looking import examine_proof
from application.registry import RuleBook
from application.settings import PREFIX, Settings, SettingsError, kek_path
from application.store.driver import SAFE, is_safe, sqlite3
from application.store.looking import append_only
from application.store.rows import EVENTS
from domain.calendar.missing import missing_year
from domain.errors import RulesUnknown
from domain.rules.model import RuleError

FEW = 5  # named as examples
LOW, VERY_LOW = 2 << 30, 200 << 20  # bytes free
OTHERS = stat.S_IRWXG | stat.S_IRWXO
LOCAL = ("127.0.0.1", "localhost", "::1")
# What the event-sourcing library would read if our settings let it.
STRAY = ("PERSISTENCE_MODULE", "INFRASTRUCTURE_FACTORY", "FACTORY_TOPIC", "MAPPER_TOPIC")
STRAY_BEGINS = ("SQLITE_", "POSTGRES_", "CIPHER_", "COMPRESSOR_", "TRANSCODER_", "EVENTSOURCING_")


def examine(
    settings: Settings, environ: Mapping[str, str] | None = None, clock: Clock = system_clock
) -> Iterator[Finding]:
    """All looks that need no read model. Changes nothing."""
    yield _sqlite()
    yield from _environment(os.environ if environ is None else environ)
    yield _disk(settings)
    yield from _rights(settings)
    yield from _exposure(settings)
    yield from _key(settings)
    yield from _store(settings, clock())


def _sqlite() -> Finding:
    data = {"version": sqlite3.sqlite_version, "safe_from": ".".join(map(str, SAFE))}
    return ok("sqlite", **data) if is_safe() else problem("sqlite", **data)


def _environment(environ: Mapping[str, str]) -> Iterator[Finding]:
    """Variables of the library: ours are built from the settings, so these have no effect."""
    stray = sorted(
        name
        for name in environ
        if not name.startswith(PREFIX) and (name in STRAY or name.startswith(STRAY_BEGINS))
    )
    yield warning("environment", names=stray) if stray else ok("environment")


def _disk(settings: Settings) -> Finding:
    place = settings.data
    while not place.exists():
        place = place.absolute().parent
    free = shutil.disk_usage(place).free
    data = {"free": free, "folder": str(place)}
    if free < VERY_LOW:
        return problem("disk", **data)
    return warning("disk", **data) if free < LOW else ok("disk", **data)


def _rights(settings: Settings) -> Iterator[Finding]:
    folder = settings.data
    if not folder.exists():
        return
    if not os.access(folder, os.R_OK | os.W_OK | os.X_OK):
        yield problem("rights", path=str(folder))
        return
    open_ones = [str(path) for path in _private(settings) if _open_to_others(path)]
    yield problem("private", paths=open_ones) if open_ones else ok("private")


def _private(settings: Settings) -> Iterator[Path]:
    """What only the service's own user may read; files in a closed folder are closed with it."""
    names = ("events.db", "keys.db", "accounts.db", "messages.db", "secret_key")
    if _open_to_others(settings.data):
        yield from (settings.data / name for name in names)
    yield kek_path(settings)
    yield logins_path(settings)


def _open_to_others(path: Path) -> bool:
    return path.exists() and bool(path.stat().st_mode & OTHERS)


def _exposure(settings: Settings) -> Iterator[Finding]:
    """Other hosts reach it, and passwords would travel in clear."""
    if settings.host not in LOCAL and not settings.https:
        yield warning("https", host=settings.host)


def _key(settings: Settings) -> Iterator[Finding]:
    """The key-encryption key is there, and the one the keys were wrapped with."""
    if head_or_none(settings) is None:
        return
    try:
        load_kek(settings)
    except SettingsError as error:
        yield problem("kek", why=str(error), bytes=KEY)
        return
    yield from examine_keys(settings)


def head_or_none(settings: Settings) -> int | None:
    """Position of the last event; None when there is none or nobody answers."""
    try:
        return head_of(settings) or None
    except Unreachable:
        return None


def _store(settings: Settings, now: datetime) -> Iterator[Finding]:
    kind = "postgresql" if settings.database_url else "sqlite"
    try:
        head = head_of(settings)
    except Unreachable as error:
        yield problem("store", kind=kind, why=str(error))
        return
    if not head:
        yield problem("migrated", kind=kind)
        return
    yield ok("store", kind=kind, seq=head)
    if note_path(settings).exists():
        yield problem("restore-unfinished")
    yield from _append_only(settings)
    log = Log(settings)
    try:
        for look in (_dense, _clock, _rules, _calendar):
            yield look(settings, log, now)
        yield from _files(settings, log)
        yield from examine_proof(settings, log, now)
        yield from examine_custody(settings, log, now)
    finally:
        log.close()


def _append_only(settings: Settings) -> Iterator[Finding]:
    """The database itself refuses to change the log, and the service could not make it."""
    kept = append_only(settings)
    yield problem("guards", names=kept.missing) if kept.missing else ok("guards")
    if kept.alterable:
        yield warning("role", tables=kept.alterable)


def _dense(settings: Settings, _: Log, __: datetime) -> Finding:
    """Positions run from 1 to the last without a gap."""
    count, first, last = _counted(settings)
    data = {"events": count, "first": first, "last": last}
    return ok("dense", **data) if (first, last) == (1, count) else problem("dense", **data)


def _counted(settings: Settings) -> tuple[int, int, int]:
    ask = f"SELECT count(*), min({{seq}}), max({{seq}}) FROM {EVENTS}"  # noqa: S608 - our name
    count, first, last = _asked(settings)(ask)
    return count, first, last


def _asked(settings: Settings) -> Callable[[str], Any]:
    if settings.database_url:
        from application.store import postgres  # noqa: PLC0415 - only where it is used

        url = settings.database_url
        return lambda ask: _first(postgres.connect(url), ask.format(seq="notification_id"))
    from application.store import sqlite  # noqa: PLC0415

    path = str(settings.events_path)
    return lambda ask: _first(sqlite.connect(path), ask.format(seq="rowid"))


def _first(connection: Any, ask: str) -> Any:
    try:
        return connection.execute(ask).fetchone()
    finally:
        connection.close()


def _clock(_: Settings, log: Log, now: datetime) -> Finding:
    """The clock of this host has not fallen behind the log."""
    last = from_ms(log.reader.last_recorded())
    data = {"now": now, "last": last}
    return problem("clock", **data) if last > now + ASTRAY else ok("clock", **data)


def _rules(settings: Settings, log: Log, _: datetime) -> Finding:
    """New cases find the rule set they are to be pinned to."""
    try:
        return ok("rules", rules=RuleBook(log).active(settings.rules).ref)
    except (RulesUnknown, RuleError) as error:
        return problem("rules", rules=settings.rules, why=str(error))


def _calendar(settings: Settings, log: Log, now: datetime) -> Finding:
    """Working days of the years that limits reach into have to be known."""
    calendar, today = CalendarBook(log).now(), now.astimezone(ZoneInfo(settings.timezone)).date()
    missing = missing_year(calendar, today, calendars.warning().months_ahead)
    if missing is None:
        return ok("calendar", last=max(calendar.years))
    say = problem if missing == today.year else warning
    return say("calendar", missing=missing, last=max(calendar.years))


def _files(settings: Settings, log: Log) -> Iterator[Finding]:
    """Every file the log names opens, and is what it was."""
    if not is_there(settings):
        yield problem("files-place")
        return
    try:
        found = look_over(settings, log)
    except SettingsError:
        return  # said already, of the key itself
    if found.lost:
        lost = [f"{_number(log, one.case_id)}/{one.version}" for one in found.lost]
        yield problem("files", count=len(lost), examples=lost[:FEW])
    else:
        yield ok("files", count=found.named)
    if found.unnamed:
        yield warning("files-unnamed", count=found.unnamed)


def _number(log: Log, case_id: str) -> str:
    first = log.stream(case_id)[0]
    return str(decode(first.topic, first.state).number)
