"""Makes or brings up to date everything the service keeps, once, before anything else starts."""

import fcntl
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

from application import accounts, keys, marks, messages
from application.calendaryears import ship_calendar
from application.categories import issue_categories
from application.clock import Clock, system_clock
from application.desk import Desk
from application.files import storing
from application.plans.commands import ship_response_plans
from application.registry import rules_stream
from application.retention import ship_retention
from application.rounds.plans import ship_round_plans
from application.rulebook import digest, parse, shipped, shipped_texts
from application.scoring import ship_scoring_rules
from application.settings import Settings
from application.store.completing import make_up_tiles
from domain import errors
from domain.case.events import Actor
from domain.rules import versions
from domain.rules.events import RulesActivated
from domain.rules.model import RuleSet
from domain.units.events import UnitFounded
from domain.units.state import CENTRE

SYSTEM = "system"


@contextmanager
def migration_lock(settings: Settings) -> Iterator[None]:
    """Only one process of this folder migrates, and one of this database; the others wait."""
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (settings.data / "migrate.lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with _database_lock(settings):
            yield


def _database_lock(settings: Settings) -> AbstractContextManager[None]:
    if not settings.database_url:
        return nullcontext()
    from application.store import postgres  # noqa: PLC0415 - only where it is used

    return postgres.migrating(settings.database_url)


def migrate(settings: Settings, clock: Clock = system_clock) -> None:
    """Files, tables, keys, shipped rule sets and the centre itself. Again: nothing changes."""
    with migration_lock(settings):
        _create_store(settings)
        make_up_tiles(settings)
        keys.create(settings)
        accounts.create(settings)
        marks.create(settings)
        storing.create(settings)
        desk = Desk(settings, clock)
        try:
            _issue_rules(desk)
            issue_categories(desk, shipped("categories.toml"), SYSTEM)
            ship_response_plans(desk, SYSTEM)
            ship_calendar(desk, SYSTEM)
            ship_round_plans(desk, Actor(SYSTEM, CENTRE, SYSTEM))
            ship_scoring_rules(desk, Actor(SYSTEM, CENTRE, SYSTEM))
            ship_retention(desk, SYSTEM)
            _found_centre(desk)
            messages.create(settings, desk.log.head())
        finally:
            desk.close()


def _create_store(settings: Settings) -> None:
    if settings.database_url:
        from application.store import owning  # noqa: PLC0415 - only where it is used

        owning.create(settings.database_url, settings.owner_url)
    else:
        from application.store import sqlite  # noqa: PLC0415

        sqlite.create(str(settings.events_path))


def _issue_rules(desk: Desk) -> None:
    """Put shipped versions on record. Errors: `RulesExist` when one was changed after that.

    A version the centre issued itself under the same number stays, and the shipped one is left
    out; a new version holds at once only where nobody of the centre chose one.
    """
    for rules, text in sorted(((parse(text), text) for text in shipped_texts().values()), key=_ref):
        state = desk.rules.versions(rules.id)
        known = state.issued.get(rules.version)
        if known is None and rules.version > state.last:
            _issue(desk, rules, text)
        elif known is not None and known.by == SYSTEM and parse(known.text) != rules:
            raise errors.RulesExist(rules=rules.ref)


def _ref(one: tuple[RuleSet, str]) -> tuple[str, int]:
    return one[0].id, one[0].version


def _issue(desk: Desk, rules: RuleSet, text: str) -> None:
    now = desk.clock()
    state = desk.rules.versions(rules.id)
    events = versions.issue(state, rules, text, digest(text), now, SYSTEM)
    if versions.follows_shipped(state, SYSTEM):
        events.append(RulesActivated(at=now, by=SYSTEM, version=rules.version))
    desk.append(rules_stream(rules.id), state.version, events)


def _found_centre(desk: Desk) -> None:
    from application.units import found_unit  # noqa: PLC0415 - needs the desk

    settings = desk.settings
    found_unit(
        desk,
        UnitFounded(
            at=desk.clock(),
            by=SYSTEM,
            code=CENTRE,
            name=settings.centre_name,
            name_en=settings.centre_name_en,
            level="town",
        ),
    )
