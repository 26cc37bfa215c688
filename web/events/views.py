"""The page of the search: each request looks through so much of the log and no more."""

from typing import Final

from flask import Blueprint, render_template, request, url_for
from werkzeug.wrappers import Response

from application.audit.searching import Portion, search
from application.codec import TOPICS
from web import names, times
from web.desk.values import people
from web.events import texts
from web.events.asked import ALL_OF, Asked, read
from web.events.rows import Rows
from web.service import service

PAGE: Final = 50

blueprint = Blueprint("events", __name__, url_prefix="/audit/events", template_folder="templates")

Answer = Response | str | tuple[str, int]


@blueprint.get("")
def page() -> Answer:
    """The latest records that are as asked, and where to go on."""
    asked = read(request.args)
    if asked.problems:
        return _show(asked, None), 422
    log = service().desk.log
    found = search(log, asked.wanted, asked.before or log.head(), PAGE)
    return _show(asked, found)


def _show(asked: Asked, found: Portion | None) -> str:
    rows = list(Rows().shown(found.hits)) if found is not None else []
    further = ""
    if found is not None and not found.done:
        on = {"before": found.reached, "on": "yes" if asked.on and not rows else ""}
        further = url_for("events.page", **asked.address(**on))
    return render_template(
        "events/events.html",
        asked=asked,
        found=found,
        rows=rows,
        head=service().desk.log.head(),
        further=further,
        at_once=bool(further) and asked.on and not rows,
        groups=list(groups()),
        people=sorted(people().items()),
        units=names.units().values(),
        today=times.now(),
    )


def groups() -> list[tuple[str, str, list[tuple[str, str]]]]:
    """The kinds of records to choose from, group by group: value of the whole, name, kinds."""
    found: dict[str, tuple[str, str, list[tuple[str, str]]]] = {}
    for topic in sorted(TOPICS, key=_place):
        word, label = topic.partition(".")[0], texts.group(topic)
        found.setdefault(label, (f"{word}{ALL_OF}", label, []))[2].append(
            (topic, texts.title(topic))
        )
    return list(found.values())


def _place(topic: str) -> int:
    """As the groups are listed; a new one comes last."""
    word, known = topic.partition(".")[0], list(texts.GROUPS)
    return known.index(word) if word in known else len(known)
