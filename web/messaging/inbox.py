"""收件箱: what came for whoever is logged in, the latest first; opened, it is read."""

from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from flask import Blueprint, g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.clock import to_ms
from application.messages import Letter
from projections.queries.letters import limits, visible
from web import words
from web.asking import viewer
from web.auth.gate import allowed
from web.auth.who import account, visitor
from web.desk import values
from web.messaging import vocabulary
from web.onward import local_path
from web.service import service

PAGE: Final = 40
SEE_OTHER: Final = 303

blueprint = Blueprint("inbox", __name__, url_prefix="/inbox", template_folder="templates")


class Shown(NamedTuple):
    """A letter in words."""

    letter: Letter
    kind: str
    limit: str = ""  # which time limit it is about


@blueprint.get("")
def page() -> str:
    """One page of them; with `unread` only those not read yet."""
    only = request.args.get("show") == "unread"
    before = request.args.get("before", 0, type=int)
    inbox = service().messages.inbox
    found = inbox.letters(account().username, before=before, limit=PAGE + 1, unread=only)
    return render_template(
        "messaging/inbox.html",
        letters=list(_shown(found[:PAGE])),
        newest=found[0].id if found else 0,
        older=found[PAGE - 1].id if len(found) > PAGE else 0,
        only_unread=only,
        before=before,
        watches=allowed("messaging.undelivered", visitor()),
    )


@blueprint.post("/<int:letter>")
def open_letter(letter: int) -> Response:
    """It is read, and leads to what it is about."""
    inbox, username = service().messages.inbox, account().username
    found = inbox.letter(username, letter)
    if found is None:  # not theirs, or taken back
        return redirect(url_for("inbox.page"), SEE_OTHER)
    inbox.mark_read(username, letter, only=True)
    return redirect(local_path(found.path) or url_for("inbox.page"), SEE_OTHER)


@blueprint.post("/read")
def mark_read() -> Response:
    """All that the page showed, and what is older: a newer one came after the page."""
    upto = request.form.get("upto", 0, type=int)
    service().messages.inbox.mark_read(account().username, upto)
    return redirect(url_for("inbox.page"), SEE_OTHER)


def unread() -> int:
    """How many letters wait for whoever is logged in; asked once in a request."""
    if "unread" not in g:
        who = visitor()
        g.unread = service().messages.inbox.unread(who.username) if who is not None else 0
    found: int = g.unread
    return found


def _shown(letters: Iterable[Letter]) -> Iterable[Shown]:
    """Of a case that has been closed to them since, nothing is shown any more."""
    known = list(letters)
    with service().read() as connection:
        case_ids = sorted({one.case_id for one in known if one.case_id})
        open_ones = visible(connection, case_ids, viewer=viewer())
        ending = limits(connection, {about for one in known if (about := _ends(one))})
    for one in known:
        if not one.case_id or one.case_id in open_ones:
            yield Shown(one, vocabulary.kind(one.kind), _limit(ending, _ends(one)))


def _ends(letter: Letter) -> tuple[str, int] | None:
    """The case, and when the limit ends that it tells of."""
    if not letter.case_id or letter.due is None:
        return None
    return letter.case_id, to_ms(letter.due)


def _limit(ending: Mapping[tuple[str, int], list[str]], about: tuple[str, int] | None) -> str:
    kinds = ending.get(about, []) if about is not None else []
    return values.joined(words.word(words.CLOCK, kind) for kind in kinds)
