"""The centre's people: who may sit at the desk, who may lead a shift, and what they are called."""

from collections.abc import Iterable
from typing import NamedTuple

from flask import g

from application.accounts import Account
from domain.case.words import Role
from domain.duty.decisions import DESK, Staff
from domain.units.state import CENTRE
from web.service import service
from web.wording import _


class Person(NamedTuple):
    """Somebody to choose: account name, and what they are called."""

    user: str
    name: str


def people() -> list[Account]:
    """Everybody with an account; read once in a request."""
    if "people" not in g:
        g.people = service().accounts.everyone()
    found: list[Account] = g.people
    return found


def name(user: str) -> str:
    """What somebody is called; an account that is gone is named as it was."""
    return next((one.name for one in people() if one.username == user), user)


def names(users: Iterable[str]) -> str:
    """Several, as a list."""
    return _(", ").join(name(user) for user in users)


def of_the_desk() -> list[Person]:
    """Who may sit at the desk."""
    return [_person(one) for one in people() if _fit(one)]


def leading() -> list[Person]:
    """Who may lead a shift."""
    return [_person(one) for one in people() if _fit(one) and one.role == Role.LEADER]


def staff() -> Staff:
    """The same for the rules."""
    return Staff(
        frozenset(one.user for one in of_the_desk()), frozenset(one.user for one in leading())
    )


def _fit(one: Account) -> bool:
    return one.role in DESK and (one.unit or CENTRE) == CENTRE and not one.disabled


def _person(one: Account) -> Person:
    return Person(one.username, one.name)
