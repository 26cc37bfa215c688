"""Administrators' pages of channels: by which ways units and people get messages, tried at once."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for

from application.messages import Channel, ChannelWrong, Failed, Target
from application.messages.reaching import LANGUAGES, PERSON, SIGNED, UNIT
from application.messages.setting import Setting, history, holder_stream
from domain.messages import events as e
from web import names
from web.auth.who import account
from web.desk.forms import Option
from web.messaging import vocabulary
from web.messaging.showing import recipient
from web.messaging.views import SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.service import service, settings
from web.wording import _, _l
from web.words import word

ADDRESS_MOST: Final = 500
SECRET_MOST: Final = 200
HINTS: Final = {
    Channel.WEBHOOK: _l("Another system's address. What goes there is signed with the secret."),
    Channel.WECOM: _l("The address WeCom shows when a robot is added to a group."),
    Channel.DINGTALK: _l("The robot's address; with “sign” chosen there, its secret as well."),
    Channel.EMAIL: _l("A mail address that is looked at on duty."),
    Channel.SMS: _l("A telephone that is looked at on duty; digits only."),
}


class Way(NamedTuple):
    """One channel of a holder: where it leads, in part, or "" where it is not set."""

    channel: str
    label: str
    hint: str
    masked: str
    signed: bool
    lacks_server: bool
    typed: str = ""
    wrong: Mapping[str, str] = {}


@blueprint.get("/channels")
def channels() -> str:
    """Who has which, and whom to choose."""
    ways = service().messages.channels.open_ways()
    rows = [(holder, recipient(holder), _labels(ways[holder])) for holder in sorted(ways)]
    return render_template(
        "messaging/channels.html", rows=rows, units=_units(), people=_people(), places=_place
    )


@blueprint.get("/channels/of")
def chosen() -> Answer:
    """To the page of whoever was chosen from the list."""
    sort, colon, name = request.args.get("holder", "").partition(":")
    if not colon or sort not in (UNIT, PERSON) or not name:
        return redirect(url_for("messaging.channels"), SEE_OTHER)
    return redirect(url_for("messaging.holder", sort=sort, name=name), SEE_OTHER)


@blueprint.get("/channels/<any(unit, person):sort>/<name>")
def holder(sort: str, name: str) -> Answer:
    """The channels of one unit or person."""
    return _page(_known(sort, name))


@blueprint.post("/channels/<any(unit, person):sort>/<name>/<any(set, remove, test):act>")
def channel_act(sort: str, name: str, act: str) -> Answer:
    """Set a channel, remove it, or try it with a message of no case."""
    known, channel = _known(sort, name), request.form.get("channel", "")
    if channel not in set(Channel):
        abort(404)
    return _ACTS[act](known, channel)


@blueprint.post("/channels/<any(unit, person):sort>/<name>/language")
def channel_language(sort: str, name: str) -> Answer:
    """In which language they get messages."""
    known, language = _known(sort, name), request.form.get("language", "")
    try:
        _setting().choose_language(known, language)
    except ChannelWrong as wrong:
        return _page(known, problem=vocabulary.sentence(wrong.code)), UNPROCESSABLE
    return _done(known, _("Recorded."))


def _set(known: str, channel: str) -> Answer:
    address = request.form.get("address", "").strip()[:ADDRESS_MOST]
    secret = request.form.get("secret", "").strip()[:SECRET_MOST]
    try:
        _setting().set_channel(known, channel, Target(address, secret))
    except ChannelWrong as wrong:
        said = {wrong.field: vocabulary.sentence(wrong.code, wrong.what)}
        return _page(known, channel, address, said), UNPROCESSABLE
    return _done(known, _("Recorded. Try it now: the button sends a message of no case."))


def _remove(known: str, channel: str) -> Answer:
    _setting().remove_channel(known, channel)
    return _done(known, _("Recorded. No message goes there any more."))


def _try(known: str, channel: str) -> Answer:
    try:
        service().messages.probe(known, channel)
    except Failed as failed:
        why = vocabulary.why(failed.why)
        return _page(known, problem=_("The trial did not arrive: %(why)s", why=why)), UNPROCESSABLE
    return _done(known, _("The trial arrived."))


_ACTS: Final = {"set": _set, "remove": _remove, "test": _try}


def _page(
    known: str,
    channel: str = "",
    typed: str = "",
    wrong: Mapping[str, str] | None = None,
    problem: str = "",
) -> str:
    book, said = service().messages.channels, wrong or {}
    targets = book.of(known)
    ways = {one.value: _way(one, targets.get(one)) for one in Channel}
    if channel:
        ways[channel] = ways[channel]._replace(typed=typed, wrong=said)
    problems = [(f"{channel}-{field}", text) for field, text in said.items()]
    sort, name = _place(known)
    return render_template(
        "messaging/holder.html",
        sort=sort,
        name=name,
        called=recipient(known),
        ways=list(ways.values()),
        problems=problems or ([("", problem)] if problem else []),
        language=book.language(known),
        languages=[Option(one, word(vocabulary.LANGUAGE, one)) for one in LANGUAGES],
        history=list(_told(known)),
    )


def _way(channel: Channel, target: Target | None) -> Way:
    said = settings()
    servers = {Channel.EMAIL: said.smtp_host, Channel.SMS: said.sms_url}
    return Way(
        channel=channel.value,
        label=word(vocabulary.CHANNEL, channel),
        hint=str(HINTS[channel]),
        masked=target.masked if target is not None else "",
        signed=channel in SIGNED,
        lacks_server=not servers.get(channel, "own"),
    )


class Line(NamedTuple):
    """One line of the history of somebody's channels."""

    at: datetime
    by: str
    text: str


def _told(known: str) -> list[Line]:
    from web.admin.telling import author  # noqa: PLC0415 - the pages of administrators know us

    found = history(service().desk, holder_stream(known))
    return [Line(one.at, author(one.by), _sentence(one)) for one in found][::-1]


def _sentence(event: Any) -> str:
    if isinstance(event, e.LanguageChosen):
        language = word(vocabulary.LANGUAGE, event.language)
        return _("Messages are in: %(language)s", language=language)
    channel = word(vocabulary.CHANNEL, event.channel)
    if isinstance(event, e.ChannelSet):
        return _("%(channel)s set", channel=channel)
    return _("%(channel)s removed", channel=channel)


def _known(sort: str, name: str) -> str:
    """The holder, if there is one."""
    known = f"{sort}:{name}"
    try:
        _setting().require_holder(known)
    except ChannelWrong:
        abort(404)
    return known


def _place(known: str) -> tuple[str, str]:
    """Sort and name, for an address."""
    sort, _colon, name = known.partition(":")
    return sort, name


def _units() -> list[Option]:
    return [
        Option(f"{UNIT}:{one.code}", "　" * one.depth + one.shown)
        for one in names.units().values()
        if not one.dissolved
    ]


def _people() -> list[Option]:
    active = (one.account for one in service().accounts.listed(disabled=False))
    return [
        Option(f"{PERSON}:{one.username}", f"{one.name} · {names.unit(one.unit)}") for one in active
    ]


def _labels(ways: list[str]) -> list[str]:
    return [word(vocabulary.CHANNEL, one) for one in ways]


def _setting() -> Setting:
    return service().messages.setting(account().username)


def _done(known: str, text: str) -> Answer:
    flash(text, "success")
    sort, name = _place(known)
    return redirect(url_for("messaging.holder", sort=sort, name=name), SEE_OTHER)
