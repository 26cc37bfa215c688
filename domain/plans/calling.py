"""Whom a plan calls out to a place: its teams as units of the town."""

from collections.abc import Callable, Iterable
from typing import NamedTuple

from msgspec import Struct

from domain.plans.model import LOCAL, POST, UNIT, Plan, Team
from domain.plans.town import Posts, Town, answering, holder


class Called(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One unit the plan calls out; `least`: how many people at least, 0 where it doesn't say."""

    unit: str
    role: str
    least: int = 0
    who: str = ""
    on_safety_fact: bool = False


class CallOut(NamedTuple):
    """The units, the lead first; and the teams nobody was found for."""

    units: tuple[Called, ...]
    vacant: tuple[str, ...]


class Where(NamedTuple):
    """What decides which units are meant: the place, the town, who holds which post.

    `may` says whether a unit may take part at all: no unit that is accused may.
    """

    place: str
    town: Town
    posts: Posts
    lowest: str
    may: Callable[[str], bool]


def call_out(plan: Plan, where: Where) -> CallOut:
    """Each unit once, even where it is meant twice; then the first of its teams counts."""
    units: dict[str, Called] = {}
    vacant: list[str] = []
    for team in _lead_first(plan.teams):
        code = _unit(team.who, where)
        if code:
            units.setdefault(code, _called(team, code))
        else:
            vacant.append(team.who)
    return CallOut(tuple(units.values()), tuple(vacant))


def _lead_first(teams: Iterable[Team]) -> list[Team]:
    return sorted(teams, key=lambda team: team.role != "lead")


def _called(team: Team, code: str) -> Called:
    return Called(
        unit=code,
        role=team.role,
        least=team.least or 0,
        who=team.who,
        on_safety_fact=team.on_safety_fact,
    )


def _unit(who: str, where: Where) -> str:
    """Its code; "" when there is none that works and may take part."""
    near = answering(where.place, where.town, where.lowest)
    if who == LOCAL:
        code = near.code if near is not None else ""
    elif who.startswith(POST):
        code = holder(who.removeprefix(POST), where.posts, where.town, near, where.may)
    else:
        code = who.removeprefix(UNIT)
    unit = where.town.get(code)
    works = unit is not None and not unit.dissolved and where.may(code)
    return code if works else ""
