"""The steps that stories of every track are put together from."""

from datetime import datetime, timedelta
from typing import Any

from application.demo.data import Person
from application.demo.script import Script
from domain.case import closing, dispatch, intake
from domain.case.words import Channel, Role, Satisfaction, Track

CHANNELS: dict[Track, tuple[Channel, ...]] = {
    Track.EMERGENCY: (Channel.PHONE, Channel.PHONE, Channel.ALARM_110, Channel.GRID),
    Track.HOTLINE: (Channel.HOTLINE_12345, Channel.HOTLINE_12345, Channel.PHONE, Channel.WEB),
    Track.PETITION: (Channel.LETTER, Channel.VISIT, Channel.WEB, Channel.ASSIGNED),
    Track.DISPUTE: (Channel.VISIT, Channel.GRID, Channel.PHONE, Channel.OWN),
}
TRAVEL = {"seat": (5, 17), "town_officers": (18, 52), "village": (22, 56)}
VISITED, ARCHIVED = 0.62, 0.45


def report(s: Script, track: Track, by: Person | None = None, **more: Any) -> None:
    """Somebody brings the matter: the desk, or the unit, registers it."""
    s.do(by or s.desk, intake.Receive, **receipt(s, track), **more)
    s.mark("received")


def receipt(s: Script, track: Track) -> dict[str, Any]:
    """What a receipt says."""
    matter = s.matter
    digits = f"{s.chance.randint(0, 9999):04d}"
    house = str(s.chance.randint(1, 180))
    return {
        "number": "",
        "track": track,
        "channel": s.chance.choice(CHANNELS[track]),
        "title": s.fill(matter.title),
        "kind": matter.kind,
        "category": matter.category,
        "place": s.place.name,
        "people": matter.people,
        "accused": matter.accused,
        "narrative": s.fill(matter.narrative),
        "name": s.reporter,
        "phone": s.text("phone").replace("{digits}", digits),
        "address": s.text("address").replace("{house}", house),
    }


def send(s: Script, unit: str, role: str = "lead", by: Person | None = None) -> int:
    """The desk dispatches a unit; gives the dispatch's number."""
    zone = s.place.zone if s.matter.scene else ""  # only what has a scene is travelled to
    told = s.text("instruction")
    s.do(by or s.desk, dispatch.Dispatch, unit=unit, role=role, zone=zone, instruction=told)
    s.dispatched += 1
    return s.dispatched


def sign(s: Script, number: int, unit: str) -> None:
    """The unit signs for it."""
    s.do(s.officer(unit), dispatch.SignFor, dispatch=number)


def arrive(s: Script, number: int, unit: str) -> None:
    """The unit is on scene, after a look at where it is and whom to call."""
    s.read(s.officer(unit), "handling", "phone", "address")
    s.do(s.officer(unit), dispatch.Arrive, dispatch=number, people=s.chance.randint(2, 6))


def travel(s: Script, slower: float = 1) -> None:
    """The way to the place."""
    low, high = TRAVEL[s.place.zone]
    s.minutes(low * slower, high * slower)


def end(s: Script, number: int, unit: str) -> None:
    """The unit's work is over."""
    s.do(s.officer(unit), dispatch.EndHandling, dispatch=number, result=s.matter.outcome)


def feed_back(s: Script, number: int, unit: str, **more: Any) -> None:
    """The unit's feedback form."""
    s.do(
        s.officer(unit),
        dispatch.GiveFeedback,
        dispatch=number,
        outcome=s.matter.outcome,
        measures=s.matter.measures,
        **more,
    )


def give_back(s: Script, number: int, unit: str, reason: str) -> None:
    """The unit returns the dispatch."""
    s.do(s.officer(unit), dispatch.Return, dispatch=number, reason=s.text(reason))


def close(s: Script, outcome: str = "", **more: Any) -> None:
    """The desk closes the case."""
    s.do(s.desk, closing.Close, outcome=outcome or s.matter.outcome, **more)
    s.mark("closed")


def after_closing(s: Script) -> None:
    """What usually follows: the file is archived, and somebody else asks the reporter."""
    if s.likely(ARCHIVED):
        s.days(2, 9)
        s.do(s.desk, closing.Archive)
    if s.likely(VISITED):
        s.days(2, 24)
        call_back(s)


def call_back(s: Script) -> None:
    """A return visit with the usual answers."""
    fair = s.likely(0.2)
    if s.likely(0.08):
        s.read(s.caller, "visit", "name", "phone")
        s.do(s.caller, closing.RecordAttempt)
        s.hours(3, 26)
    visit(
        s,
        Satisfaction.BASICALLY if fair else Satisfaction.SATISFIED,
        words=s.pick("words_fair" if fair else "words_good"),
    )


def visit(s: Script, satisfied: Satisfaction, *, solved: bool = True, words: str) -> None:
    """A return visit; whoever is not satisfied was not spoken to."""
    s.read(s.caller, "visit", "name", "phone")
    s.do(
        s.caller,
        closing.Visit,
        solved=solved,
        satisfied=satisfied,
        contacted=satisfied is not Satisfaction.NOT,
        words=words,
    )


def served(s: Script, how: str) -> dict[str, Any]:
    """A notice that was served now."""
    return {"how": s.text(how), "served_at": s.at}


def due_in(s: Script, days: float) -> datetime:
    """A date to give somebody: so many days on, in office hours."""
    return s.in_office(s.at + timedelta(days=days))


def supervisor(s: Script) -> Person:
    """Who inspects."""
    return s.one(Role.SUPERVISOR)


def leader(s: Script) -> Person:
    """Who leads the duty."""
    return s.one(Role.LEADER)
