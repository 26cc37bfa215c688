"""Administrators' pages of wordings: how each kind of message reads, and every version it had."""

from collections.abc import Mapping
from datetime import datetime
from typing import Final, NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for

from application.messages.setting import Setting, history
from application.messages.wordings import STREAM, shipped_wordings
from domain.messages import events as e
from domain.messages.wording import LONGEST, Wording, WordingWrong, fill, placeholders
from web import i18n, times
from web.auth.who import account
from web.messaging import vocabulary
from web.messaging.views import SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.service import service, settings
from web.wording import _, _l

TYPED_MOST: Final = 2 * LONGEST
NAMES: Final = {
    "number": _l("the file number"),
    "category": _l("the category"),
    "due": _l("when it is due; nothing where nothing is"),
    "link": _l("the address where it is looked at"),
    "centre": _l("the centre's name"),
}


class Version(NamedTuple):
    """One version of a wording; the first is the shipped one."""

    number: int
    at: datetime | None
    by: str
    wording: Wording


@blueprint.get("/wordings")
def wordings() -> str:
    """All kinds, and how each reads now."""
    book = service().messages.wordings
    rows = [
        (kind, vocabulary.kind(kind), book.of(kind), kind in book.now().own)
        for kind in shipped_wordings()
    ]
    return render_template("messaging/wordings.html", rows=rows)


@blueprint.route("/wordings/<kind>", methods=["GET", "POST"])
def wording(kind: str) -> Answer:
    """One kind: write it anew, and see how it would read."""
    if kind not in shipped_wordings():
        abort(404)
    if request.method == "GET":
        return _page(kind, service().messages.wordings.of(kind))
    typed = Wording(*(request.form.get(one, "").strip()[:TYPED_MOST] for one in ("zh", "en")))
    try:
        _setting().write(kind, typed)
    except WordingWrong as wrong:
        said = {wrong.field: vocabulary.sentence(wrong.code, wrong.what)}
        return _page(kind, typed, said), UNPROCESSABLE
    flash(_("Recorded. Messages read so from now on."), "success")
    return redirect(url_for("messaging.wording", kind=kind), SEE_OTHER)


@blueprint.post("/wordings/<kind>/reset")
def reset_wording(kind: str) -> Answer:
    """As it was shipped."""
    if kind not in shipped_wordings():
        abort(404)
    _setting().reset(kind)
    flash(_("Recorded. It reads as shipped again."), "success")
    return redirect(url_for("messaging.wording", kind=kind), SEE_OTHER)


def _page(kind: str, shown: Wording, wrong: Mapping[str, str] | None = None) -> str:
    said = wrong or {}
    return render_template(
        "messaging/wording.html",
        kind=kind,
        called=vocabulary.kind(kind),
        shown=shown,
        wrong=said,
        problems=list(said.items()),
        example={} if said else _example(shown),
        known=[(name, str(NAMES[name])) for name in placeholders(kind)],
        most=LONGEST,
        versions=_versions(kind),
        own=kind in service().messages.wordings.now().own,
    )


def _example(shown: Wording) -> dict[str, str]:
    """How it would read, in each language."""
    values = {
        "number": f"{settings().centre_code}{times.now().year}-00001",
        "category": _("Road accident"),
        "due": times.stamp(times.now()),
        "link": settings().base_url + "/…",
        "centre": i18n.centre_name(),
    }
    return {one: fill(shown.in_language(one), values) for one in ("zh", "en")}


def _versions(kind: str) -> list[Version]:
    """The latest first."""
    from web.admin.telling import author  # noqa: PLC0415 - the pages of administrators know us

    shipped = shipped_wordings()[kind]
    found = [Version(1, None, "", shipped)]
    for event in history(service().desk, STREAM):
        if isinstance(event, e.WordingWritten) and event.kind == kind:
            said = Wording(event.zh, event.en)
        elif isinstance(event, e.WordingReset) and event.kind == kind:
            said = shipped
        else:
            continue
        found.append(Version(len(found) + 1, event.at, author(event.by), said))
    return found[::-1]


def _setting() -> Setting:
    return service().messages.setting(account().username)
