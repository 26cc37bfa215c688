"""Accounts of the demo's people: one password for all, made and kept here."""

import os
from pathlib import Path

from application.accounts import Account, Accounts
from application.accounts.passwords import new_password
from application.clock import Clock
from application.demo.data import Town
from application.settings import Settings


def logins_path(settings: Settings) -> Path:
    """Where user names and password are kept, readable by the owner only."""
    return settings.data / "demo-logins.txt"


def open_accounts(settings: Settings, town: Town, clock: Clock) -> str:
    """Make an account for everybody of the town; gives their password."""
    password = new_password()
    accounts = Accounts(settings, clock)
    try:
        for person in town.people:
            accounts.add(Account(person.username, person.name, person.role, person.unit), password)
    finally:
        accounts.close()
    _keep(logins_path(settings), town, password)
    return password


def _keep(path: Path, town: Town, password: str) -> None:
    units = {unit.code: unit.name for unit in town.units}
    lines = [f"password {password}", ""]
    lines += [
        f"{person.username:10} {person.role:10} {person.name} {units.get(person.unit, '')}".rstrip()
        for person in town.people
    ]
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write("\n".join(lines) + "\n")
