"""Prints a case as its page has it: state, dispatches, time limits, timeline, in its words."""

import click

from application.clock import from_ms
from application.desk import Loaded
from domain.case.state import Case, Dispatch, Obligation, dispatch_stage
from web import names, times, words
from web.cli.language import Text
from web.cli.output import print_table
from web.cli.room import worded
from web.cli.telling import Telling
from web.timeline import Entry, timeline

STOOD = Text(
    "as it stood after event {seq}, recorded {at}", "截至第 {seq} 条记录（{at} 入库）时的情况"
)
DISPATCHES, LIMITS = Text("Dispatches", "派单"), Text("Time limits", "办理时限")
TIMELINE = Text("Timeline", "办理过程")
OF_DISPATCHES = (
    Text("No.", "序号"),
    Text("Unit", "单位"),
    Text("Dispatched", "派单"),
    Text("Arrived", "到场"),
    Text("Feedback", "反馈"),
    Text("Stage", "状态"),
)
OF_LIMITS = (
    Text("What", "时限"),
    Text("Owed by", "责任单位"),
    Text("Due", "到期"),
    Text("Met", "完成"),
    Text("State", "状态"),
)
OF_TIMELINE = (
    Text("Event", "序号"),
    Text("Happened", "发生时间"),
    Text("What", "事项"),
    Text("By", "经办"),
)


def print_case(told: Telling, loaded: Loaded, *, as_of: bool = False) -> None:
    """Everything its page has."""
    with worded(told.service):
        _print_head(loaded, as_of=as_of)
        _print_dispatches(loaded.case)
        _print_limits(loaded.case)
        _print_timeline(told, loaded)


def _print_head(loaded: Loaded, *, as_of: bool) -> None:
    case = loaded.case
    said = [
        words.word(words.TRACK, case.track),
        names.category(case.category),
        case.place,
        words.word(words.STAGE, case.stage),
        words.word(words.ENDED_AS, case.ended_as),
        words.word(words.OUTCOME, case.outcome),
    ]
    click.echo(f"{case.number} {case.title}")
    click.echo(" · ".join(part for part in said if part))
    if as_of:
        last = loaded.rows[-1]
        click.echo(STOOD(seq=last.seq, at=times.stamp(from_ms(last.recorded))))


def _print_dispatches(case: Case) -> None:
    if not case.dispatches:
        return
    click.echo(f"\n{DISPATCHES}")
    print_table([str(head) for head in OF_DISPATCHES], map(_dispatch, case.dispatches))


def _dispatch(one: Dispatch) -> list[str]:
    moments = [times.stamp(moment) for moment in (one.at, one.arrived_at, one.feedback_at)]
    return [str(one.number), names.unit(one.unit), *moments, words.word(words.STAGE, _stage(one))]


def _stage(dispatch: Dispatch) -> str:
    if dispatch.recalled_at is not None:
        return "recalled"
    return "returned" if dispatch.returned_at is not None else dispatch_stage(dispatch).value


def _print_limits(case: Case) -> None:
    click.echo(f"\n{LIMITS}")
    print_table([str(head) for head in OF_LIMITS], map(_limit, case.obligations))


def _limit(one: Obligation) -> list[str]:
    return [
        words.word(words.CLOCK, one.kind),
        names.unit(one.holder),
        times.stamp(one.due),
        times.stamp(one.met_at),
        words.word(words.CLOCK_STATE, _how(one)),
    ]


def _how(one: Obligation) -> str:
    if one.met:
        return "met"
    if one.waived:
        return "waived"
    return "lapsed" if one.lapsed else "open"


def _print_timeline(told: Telling, loaded: Loaded) -> None:
    click.echo(f"\n{TIMELINE}")
    entries = map(_entry, timeline(told.standing(loaded), told.sight(loaded)))
    print_table([str(head) for head in OF_TIMELINE], entries)


def _entry(one: Entry) -> list[str]:
    details = "".join(f"\n{detail.label}: {detail.text}" for detail in one.details)
    return [str(one.seq), times.stamp(one.at), f"{one.title} {one.text}{details}", one.who]
