"""Scoring rules as the command line tells them: rows, plain data, words."""

from collections.abc import Iterable
from datetime import date

import click

from domain.assessment.book.state import Book, Version
from domain.assessment.model import ScoringRules
from domain.assessment.periods import Quarter
from domain.rules.comparison import Change
from projections.bootstrap import Service
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.room import worded

OTHERWISE = Text("{number} rules are otherwise.", "{number} 条规则不同。")


def row(book: Book, one: Version) -> list[str]:
    """A version in the list; within the pages' words."""
    from web import words  # noqa: PLC0415 - the pages' own words, where they are
    from web.scoring import shown, texts  # noqa: PLC0415

    return [
        one.ref,
        words.word(texts.STATE, one.state),
        ", ".join(shown.quarters(span) for span in book.spans_of(one.ref)),
        f"{one.at.astimezone(zone()):%Y-%m-%d %H:%M}",
        one.by.user,
        one.sha256[:12],
    ]


def plain(book: Book, one: Version) -> dict[str, object]:
    """A version as data, with the quarters it is for."""
    return {
        "ref": one.ref,
        "subject": one.subject,
        "state": one.state,
        "at": one.at,
        "by": one.by.user,
        "sha256": one.sha256,
        "quarters": [
            {"since": _label(span.since), "until": span.until and _label(span.until)}
            for span in book.spans_of(one.ref)
        ],
    }


def _label(day: date) -> str:
    return Quarter.of(day).label


def say(service: Service, found: ScoringRules) -> None:
    """What a version says, in words."""
    with worded(service):
        from web.scoring import shown  # noqa: PLC0415 - the pages' own words, where they are

        told = shown.shown(found)
        click.echo(f"{told.title} ({found.ref})")
        for label, text in told.facts:
            click.echo(f"  {label}: {text}")
        for one in told.indicators:
            click.echo(f"\n{one.points}  {one.title} ({one.id})")
            for line in (one.counts, one.turns, one.article):
                click.echo(f"    {line}")
            _say_off(one.off)
        click.echo()
        _say_off(told.deductions)
        for title, span in told.bands:
            click.echo(f"{span}  {title}")
        for rate, share, article in told.targets:
            click.echo(f"{rate} {share}  {article}")


def _say_off(rows: Iterable[tuple[str, str, str, str]]) -> None:
    for failing, points, most, article in rows:
        click.echo(f"  −{points}{f' (≤ {most})' if most else ''}  {failing}  {article}")


def say_changes(old: ScoringRules, new: ScoringRules) -> None:
    """What is otherwise in the second; within the pages' words."""
    from web.scoring.comparing import changes  # noqa: PLC0415 - the pages' own words

    found = changes(old, new)
    click.echo(OTHERWISE(number=len(found)))
    for one in found:
        click.echo(f"{one.section} {one.name}: {one.word}")
        for name, before, after in one.fields:
            click.echo(f"  {name}: {before} → {after}")


def change(change: Change) -> dict[str, object]:
    """One rule that is otherwise, as data."""
    fields = [field._asdict() for field in change.fields]
    return {**change._asdict(), "fields": fields}
