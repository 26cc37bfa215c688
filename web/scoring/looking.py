"""Looking scoring rules up: which there are, for which quarters each holds, what one says."""

from datetime import date
from typing import NamedTuple

from flask import Response as Plain
from flask import render_template
from werkzeug.wrappers import Response

from application.scoring import last_published
from domain.assessment.book.state import Book, Version
from domain.assessment.periods import Quarter
from domain.case.words import Role
from web import times
from web.admin.telling import author
from web.auth.gate import allowed
from web.auth.who import account, role
from web.scoring import texts
from web.scoring.routes import blueprint, rules_of, version_of
from web.scoring.shown import called, holds_now, quarters, shown
from web.service import service

AHEAD = 5  # quarters that are offered to begin with, the running one among them


class Row(NamedTuple):
    """One version in the list."""

    ref: str
    state: str
    holds: list[str]
    now: bool
    at: str
    by: str
    sha256: str


class Set(NamedTuple):
    """One set with its versions, the newest first."""

    name: str
    title: str
    subject: str
    now: bool
    rows: list[Row]


@blueprint.get("/")
def index() -> str:
    """Every set; what holds now comes first."""
    book = service().desk.scoring.now()
    sets = [_set(book, name) for name in book.ids()]
    return render_template(
        "scoring/index.html",
        sets=sorted(sets, key=lambda one: not one.now),
        states=texts.STATE,
        may_write=allowed("scoring.write", account()),
    )


def _set(book: Book, name: str) -> Set:
    rows = [_row(book, one) for one in reversed(book.of(name))]
    rules = service().desk.scoring.get(rows[0].ref)
    return Set(
        name=name,
        title=called(rules),
        subject=str(texts.SUBJECT[rules.subject]),
        now=any(row.now for row in rows),
        rows=rows,
    )


def _row(book: Book, one: Version) -> Row:
    spans = book.spans_of(one.ref)
    return Row(
        ref=one.ref,
        state=one.state,
        holds=[quarters(span) for span in spans],
        now=any(holds_now(span, today()) for span in spans),
        at=times.stamp(one.at),
        by=author(one.by.user),
        sha256=one.sha256,
    )


def today() -> date:
    """By the centre's clock."""
    return times.now().date()


@blueprint.get("/<ref>")
def version(ref: str) -> str:
    """One version, whole."""
    return show(ref)


def show(ref: str, problem: str = "", reason: str = "") -> str:
    """The page of a version, with what was wrong if something was."""
    known, who, book = version_of(ref), account(), service().desk.scoring.now()
    return render_template(
        "scoring/version.html",
        known=known,
        shown=shown(rules_of(ref)),
        row=_row(book, known),
        states=texts.STATE,
        versions=list(reversed(book.of(known.id))),
        others=others(book, known),
        own=known.by.user == who.username,
        may={
            act: allowed(f"scoring.{act}", who) for act in ("write", "issue", "activate", "trying")
        },
        may_retire=known.state != "retired" and _may_retire(known),
        beginnings=_beginnings(),
        next_quarter=Quarter.of(today()).after.label,
        reason=reason,
        problems=[("", problem)] if problem else [],
        author=author,
    )


def others(book: Book, known: Version) -> list[str]:
    """Every other version that scores the same, those of the same set first, the newest first."""
    found = [one for one in book.versions.values() if one.subject == known.subject]
    found.sort(key=lambda one: (one.id != known.id, one.id, -one.number))
    return [one.ref for one in found if one.ref != known.ref]


def _may_retire(known: Version) -> bool:
    """A draft is dropped by those who write; an issued version also by heads."""
    if not allowed("scoring.retire", account()):
        return False
    return known.state != "draft" or role() == Role.SUPERVISOR


def _beginnings() -> list[str]:
    """Quarters from which a version can hold: none before the last published one is over."""
    running = Quarter.of(today())
    published = last_published(service().desk)
    first = running.before if published is None else max(running.before, published.after)
    found = [first]
    while len(found) < AHEAD:
        found.append(found[-1].after)
    return [one.label for one in found]


@blueprint.get("/<ref>/text")
def text(ref: str) -> Response:
    """Its text as it stands on record, to keep or to begin another version from."""
    answer = Plain(version_of(ref).text, mimetype="application/toml")
    name = ref.replace("@", "-")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.toml"'
    return answer
