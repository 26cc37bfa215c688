"""What `linkage replay` prints beyond the case itself: its records, two moments, its readers."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import click

from application.clock import from_ms
from application.desk import Loaded
from web import times
from web.audit.corrections import Correction, corrections
from web.audit.lines import Part, Row
from web.audit.looking import Shut, upto
from web.audit.replaying import Step, changed, step
from web.audit.seen import Seen, seen
from web.audit.state import GROUPS
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.output import print_json, print_table
from web.cli.room import worded
from web.cli.telling import Telling, not_yet
from web.desk.standing import Standing
from web.timeline import records

NOT_THEIRS = Text(
    "Records with what each changed are for auditors and the inspection office.",
    "逐条回放仅供审计员和督查室使用。",
)
LATER = Text("recorded {at}, {lag} later", "{at} 入库，间隔 {lag}")
RECORDED = Text("recorded {at}", "{at} 入库")
LATE = Text("late entry: {why}", "补录：{why}")
PUT_RIGHT = Text(
    "record {event} put right: {field}: {was} → {right} ({reason}; approved by {approver})",
    "更正第 {event} 条：{field}：{was} → {right}（{reason}；批准人：{approver}）",
)
UNCHANGED = Text("changes nothing but the record itself", "仅留存备查，不改变事项状态")
MOMENT = Text(
    "after record {version} ({at}, position {seq})", "第 {version} 条之后（{at}，序号 {seq}）"
)
WHAT = Text("What", "项目")
SAME = Text("Nothing is different.", "没有不同。")
NOBODY = Text("Nobody has seen it.", "没有人看过。")
OF_READERS = (
    Text("Recorded", "入库时间"),
    Text("What", "方式"),
    Text("Of what", "内容"),
    Text("Purpose", "目的"),
    Text("By", "经办"),
    Text("Event", "序号"),
)


@contextmanager
def _looking(told: Telling, shown: Loaded) -> Iterator[tuple[Standing, Shut]]:
    """The case, and what an auditor sees of it. Errors: `Failure` to everybody else."""
    with worded(told.service):
        now = told.standing(shown)
        sight = Shut(told.standing(told.now(shown.case.number)))
        if not sight.inspects:
            raise Failure(NOT_THEIRS())
        yield now, sight


def stepped(told: Telling, shown: Loaded, *, json_: bool) -> None:
    """Every record with both its times, what it changed, and what it puts right."""
    with _looking(told, shown) as (now, sight):
        known = corrections(now, sight)
        steps = (step(now, sight, entry, known) for entry in records(now, sight))
        if json_:
            print_json([_step_data(one, now) for one in steps])
        else:
            for one in steps:
                _print_step(one)


def compared(
    told: Telling, shown: Loaded, moments: Sequence[datetime | int], *, json_: bool
) -> None:
    """What is not the same at both moments. Errors: `Failure` before it was there."""
    with _looking(told, shown) as (now, sight):
        versions = [upto(moment, now.loaded.rows) for moment in moments]
        if not all(versions):
            raise not_yet(now.loaded)
        rows = changed(now, sight, *versions)
        if json_:
            sides = [_moment_data(now, version) for version in versions]
            print_json({"before": sides[0], "after": sides[1], "changes": _changes_data(rows)})
        else:
            _print_changes(rows, [_moment(now, version) for version in versions])


def seen_by(told: Telling, shown: Loaded, *, json_: bool) -> None:
    """Who saw it, up to the moment that is shown."""
    with _looking(told, shown) as (now, sight):
        found = seen(now, sight)
        if json_:
            print_json([one._asdict() for one in found])
        elif found:
            print_table([str(head) for head in OF_READERS], map(_reader, found))
        else:
            click.echo(NOBODY())


def _reader(one: Seen) -> list[str]:
    return [times.stamp(one.recorded), one.kind, one.what, one.purpose, one.who, str(one.seq)]


def _print_step(one: Step) -> None:
    entry = one.entry
    click.echo(
        f"\n{entry.version}. {times.stamp(entry.at)} {entry.title} · {entry.who} [{entry.seq}]"
    )
    told = LATER(at=one.recorded, lag=one.lag) if one.lag else RECORDED(at=one.recorded)
    click.echo(f"   {told}")
    if entry.late:
        click.echo(f"   {LATE(why=entry.late)}")
    if entry.text:
        click.echo(f"   {entry.text}")
    for correction in one.corrections:
        click.echo(f"   {_put_right(correction)}")
    for line in _told_changes(one.changes) or [UNCHANGED()]:
        click.echo(f"     {line}")


def _put_right(one: Correction) -> str:
    return PUT_RIGHT(**{name: getattr(one, name) for name in one._fields})


def _told_changes(rows: Sequence[Row]) -> list[str]:
    return [f"{row.label}: {_side(row.before)} → {_side(row.after)}" for row in rows]


def _side(parts: Sequence[Part]) -> str:
    return ", ".join(part.text for part in parts) or "—"


def _print_changes(rows: Sequence[Row], heads: Sequence[str]) -> None:
    if not rows:
        click.echo(SAME())
        return
    told = (
        [f"{GROUPS[row.group]} · {row.label}", _side(row.before), _side(row.after)] for row in rows
    )
    print_table([WHAT(), *heads], told)


def _moment(now: Standing, version: int) -> str:
    row = now.loaded.rows[version - 1]
    return MOMENT(version=version, at=times.stamp(from_ms(row.recorded)), seq=row.seq)


def _moment_data(now: Standing, version: int) -> dict[str, Any]:
    row = now.loaded.rows[version - 1]
    return {"seq": row.seq, "version": version, "recorded_at": from_ms(row.recorded)}


def _step_data(one: Step, now: Standing) -> dict[str, Any]:
    """Times as they are stored, everything else in words."""
    entry, row = one.entry, now.loaded.rows[one.entry.version - 1]
    recorded = from_ms(row.recorded)
    return {
        "seq": row.seq,
        "version": row.version,
        "topic": row.topic,
        "title": entry.title,
        "text": entry.text,
        "by": entry.who,
        "at": entry.at,
        "recorded_at": recorded,
        "lag_seconds": (recorded - entry.at).total_seconds(),
        "is_late": entry.is_late,
        "late": entry.late,
        "corrections": [correction._asdict() for correction in one.corrections],
        "changes": _changes_data(one.changes),
    }


def _changes_data(rows: Sequence[Row]) -> list[dict[str, Any]]:
    return [
        {
            "group": row.group,
            "key": row.key,
            "what": row.label,
            "before": [part.text for part in row.before],
            "after": [part.text for part in row.after],
        }
        for row in rows
    ]
