"""The head of a case's page: its key facts, and its time limits with how each stands."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from domain.case import events as e
from domain.case.fold import corrected
from domain.case.state import Case, Obligation
from domain.case.words import DispatchRole
from domain.sealed import Sealed
from web import deadlines, names, times, words
from web.deadlines import Mark
from web.desk import values
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.desk.texts import terms
from web.timeline import Detail
from web.wording import _

SEALED = ("narrative", "name", "phone", "address")


class Limit(NamedTuple):
    """One time limit as the page shows it; `mark` says how it stands, `number` which it is."""

    number: int
    what: str
    holder: str
    due: datetime
    extended: bool
    mark: Mark
    urged: int
    running: bool


def facts(shown: Standing, sight: Sight) -> list[Detail]:
    """What a case is about, in the order people ask."""
    return [fact for fact in _facts(shown, sight) if fact.text]


def _facts(shown: Standing, sight: Sight) -> Iterator[Detail]:
    case = shown.case
    yield _fact("track", case, shown)
    if case.kind is not None:
        yield Detail(values.label("kind", "Receive"), values.write("", case.kind))
    yield _fact("channel", case, shown)
    yield _fact("category", case, shown)
    yield _fact("place", case, shown)
    yield Detail(_("Received"), times.stamp(case.received_at))
    yield _fact("received_by", case, shown)
    yield _fact("receiver", case, shown)
    yield Detail(_("Lead unit"), _units(case, DispatchRole.LEAD))
    yield Detail(_("Supporting units"), _units(case, DispatchRole.SUPPORT))
    yield Detail(_("Waits for"), values.joined(_awaited(shown, sight)))
    yield from _settled(shown, sight)


def _awaited(shown: Standing, sight: Sight) -> Iterator[str]:
    """What others have to decide first; a unit is told of its own dispatches."""
    case, own = shown.case, shown.ctx.by.unit
    if case.open and case.sign_off and case.signed_off != case.sign_off:
        yield _("signature: %(who)s", who=values.write("sign_off", case.sign_off))
    for one in case.dispatches:
        if one.live and one.ruling_needed and (not sight.of_unit or one.unit == own):
            yield _("ruling on return: %(unit)s", unit=names.unit(one.unit))
    if case.unhappy and not sight.of_unit:
        yield _("ruling on the unhappy answer")


def _settled(shown: Standing, sight: Sight) -> Iterator[Detail]:
    """What screening, handling and closing left behind."""
    case = shown.case
    for name in ("grade", "dispute_class", "reference", "duplicate_of"):
        yield _fact(name, case, shown)
    yield Detail(values.label("level", "Screened"), words.word(terms.WEIGHT, case.level))
    yield Detail(_("People"), str(case.people) if case.people > 1 else "")
    yield Detail(values.label("accused"), values.write("accused", case.accused))
    yield Detail(_("Handler"), values.person(case.appointed))
    yield _fact("outcome", case, shown)
    if not sight.of_unit:
        yield Detail(_("Return visit"), _answer(case))
    yield Detail(_("Linked duplicates"), _joined(case.duplicates, sight))


def _joined(numbers: Iterable[str], sight: Sight) -> str:
    return values.joined(number for number in numbers if not sight.bars(number))


def _fact(name: str, case: Case, shown: Standing) -> Detail:
    return Detail(values.label(name), values.write(name, getattr(case, name), "", shown.rules))


def _units(case: Case, role: DispatchRole) -> str:
    charged = (one for one in case.dispatches if one.role is role and _charged(case, one.live))
    return values.joined(dict.fromkeys(names.unit(one.unit) for one in charged))


def _charged(case: Case, live: bool) -> bool:  # noqa: FBT001 - read at a glance
    """After closing those who did the work are still named."""
    return live or case.closed


def _answer(case: Case) -> str:
    if case.visited_at is None:
        return ""
    if not case.answered:
        return _("not reached or not answered")
    solved = _("solved") if case.solved else _("not solved")
    return values.joined([solved, values.write("", case.satisfied)])


def sealed(shown: Standing, sight: Sight, *, masked: bool) -> list[Detail]:
    """The reporter's own words and how to reach them, as far as they open for the viewer.

    `masked`: what does not is named too; it isn't where the page asks what it is opened for.
    """
    receipt = next(iter(corrected(shown.loaded.history)))
    found = ((name, getattr(receipt, name, None)) for name in SEALED)
    return [
        Detail(values.label(name), sight.read(receipt, name, box), sealed=True)
        for name, box in found
        if isinstance(box, Sealed) and (masked or sight.opens(receipt, name))
    ]


def limits(shown: Standing, now: datetime) -> list[Limit]:
    """Every time limit: what runs by what is due first, then what is over, the last one first."""
    case = shown.case
    numbered = list(enumerate(case.obligations, 1))
    running = sorted((one for one in numbered if one[1].running), key=lambda one: one[1].due)
    over = [one for one in reversed(numbered) if not one[1].running]
    return [_limit(number, one, case, now) for number, one in (*running, *over)]


def _limit(number: int, one: Obligation, case: Case, now: datetime) -> Limit:
    return Limit(
        number=number,
        what=words.word(words.CLOCK, one.kind),
        holder=names.unit(one.holder),
        due=one.due,
        extended=one.due != one.first_due,
        mark=limit_mark(one, case, now),
        urged=one.urged,
        running=one.running,
    )


def limit_mark(one: Obligation, case: Case, now: datetime) -> Mark:
    """How near a time limit is, or how it ended."""
    if one.met_at is not None:
        late = one.met_at > one.due
        text = _("Met late, %(at)s") if late else _("Met, %(at)s")
        return Mark("orange" if late else "green", text % {"at": times.short(one.met_at)})
    if one.waived:
        why = words.word(terms.WAIVED, one.why)
        return Mark("grey", _("Waived: %(why)s", why=why) if why else _("Waived"))
    if one.lapsed:
        return Mark("red", _("Never met"))
    return running_mark(one, case, now)


def running_mark(one: Obligation, case: Case, now: datetime) -> Mark:
    """How near a running time limit is."""
    row = {
        "paused_at": case.paused_at,
        "due_at": one.due,
        "due_kind": one.kind,
        "due_holder": one.holder,
    }
    return deadlines.mark(row, times.local(now)) or Mark("grey", "")


def badge(shown: Standing, now: datetime) -> Mark | None:
    """The deadline beside the title: the first that runs."""
    running = [one for one in shown.case.obligations if one.running]
    if not running:
        return None
    return running_mark(min(running, key=lambda one: one.due), shown.case, now)


def stage(case: Case) -> str:
    """Where the case stands, in a word; an ended one says how it ended."""
    if case.ended_as:
        return words.word(words.ENDED_AS, case.ended_as)
    return values.write("", case.stage)


def receipt_of(shown: Standing) -> e.Received:
    """The event the case began with, as corrected since."""
    first = next(iter(corrected(shown.loaded.history)))
    assert isinstance(first, e.Received)  # noqa: S101 - a case begins with nothing else
    return first
