"""What the doctor asks of keys and erasures: copies tried in time, nothing half done, a list."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from application.custody.book import custody
from application.erasing.outside import ListBroken, list_path, read
from application.erasing.register import RegisterBook
from application.findings import Finding, ok, problem, warning
from application.keys import Keks
from application.keys.wrapping import wrapped_by
from application.log import Log
from application.retention import RetentionBook
from application.settings import Settings, SettingsError
from domain.custody.state import Copy
from domain.privacy.state import Register
from domain.retention.model import KeyCare


def examine_keys(settings: Settings) -> Iterator[Finding]:
    """Every key can be opened here, and a rotation that was begun is through."""
    try:
        keks = Keks(settings)
    except SettingsError:
        return  # said already, of the key itself
    others = {
        kek: keys
        for kek, keys in wrapped_by(settings.keyring_url).items()
        if kek != keks.current.id
    }
    strange = sum(keys for kek, keys in others.items() if keks.get(kek) is None)
    if strange:
        yield problem("kek-other", keys=strange)
    elif others:
        yield warning("kek-rotating", keys=sum(others.values()))
    else:
        yield ok("kek", id=keks.current.id)


def examine_custody(settings: Settings, log: Log, now: datetime) -> Iterator[Finding]:
    """Copies of the key by enough custodians, each tried in time; erasures finished and listed."""
    yield from _copies(settings, log, now)
    yield from _erasures(settings, RegisterBook(log).now())


def _copies(settings: Settings, log: Log, now: datetime) -> Iterator[Finding]:
    rules = RetentionBook(log, settings.timezone).view().rules
    try:
        kek = Keks(settings).current.id
    except SettingsError:
        return
    if rules is None:
        return
    copies = custody(log).of(kek)
    tried = [one for one in copies if _in_time(one, rules.key, now)]
    data = {"copies": len(copies), "tried": len(tried), "wanted": rules.key.copies}
    data["days"] = rules.key.drill_days
    if len(copies) < rules.key.copies:
        yield warning("key-copies", **data)
    elif len(tried) < rules.key.copies:
        yield warning("key-drill", **data)
    else:
        yield ok("key-copies", **data)


def _in_time(copy: Copy, care: KeyCare, now: datetime) -> bool:
    return copy.drilled is not None and now - copy.drilled <= timedelta(days=care.drill_days)


def _erasures(settings: Settings, register: Register) -> Iterator[Finding]:
    if register.unfinished:
        yield problem("erasures-unfinished", count=len(register.unfinished))
    path = list_path(settings)
    try:
        listed = {one.place for one in read(path)}
    except ListBroken as broken:
        yield problem("erasures-list", path=str(path), line=broken.line)
        return
    missing = [
        one for one in register.erased.values() if (one.case, one.person, one.keys) not in listed
    ]
    if missing:
        yield problem("erasures-unlisted", count=len(missing), path=str(path))
    elif register.erased and _inside(settings):
        yield warning("erasures-inside", path=str(path))
    else:
        yield ok("erasures", count=len(register.erased))


def _inside(settings: Settings) -> bool:
    """What is lost with the log and the keys is no help when they are restored."""
    return list_path(settings).absolute().is_relative_to(settings.data.absolute())
