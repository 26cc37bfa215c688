"""What stands around every page: the centre's name, the way to other pages, who is logged in."""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

from flask import Flask, current_app, request, url_for

from application.accounts import Account
from domain.case.words import Role
from domain.units import CENTRE
from web import i18n, names, times, words
from web.assessment.notice import assessment_waiting
from web.auth.gate import allowed
from web.auth.who import visitor
from web.help.views import page_of_visitor
from web.messaging.inbox import unread
from web.rulebook.notice import missing_calendar
from web.sheets.notice import findings_waiting
from web.wording import LazyString, _l, _lp, _p

# The order of the bar; each is shown to whom the policy lets it use.
BAR: tuple[tuple[str, LazyString], ...] = (
    ("unit.mine", _l("My dispatches")),
    ("board.board_page", _l("Duty board")),
    ("heads.heads_page", _l("Heads' page")),
    ("overview.overview_page", _lp("pages", "Overview")),
    ("receipt.register", _l("Register a case")),
    ("rounds.rounds", _l("Rounds")),
    ("visits.visits_page", _l("Return visits")),
    ("ledgers.index", _l("Ledgers")),
    ("rates.rates_page", _l("Rates")),
    ("assessment.quarters", _lp("pages", "Assessment")),
    ("bulletins.index", _l("Bulletins")),
    ("audit.index", _lp("pages", "Audit")),
    ("rulebook.sets", _lp("pages", "Rules")),
    ("admin.home", _l("Administration")),
)
# What a role comes for every day stands in the bar on any screen, the rest under "More" until
# there is room for all; of a role that has few, all do.
AT_HAND: Mapping[str, frozenset[str]] = {
    Role.OPERATOR: frozenset(
        {
            "board.board_page",
            "receipt.register",
            "rounds.rounds",
            "visits.visits_page",
            "ledgers.index",
        }
    ),
    Role.LEADER: frozenset(
        {
            "unit.mine",
            "board.board_page",
            "heads.heads_page",
            "overview.overview_page",
            "ledgers.index",
        }
    ),
    Role.SUPERVISOR: frozenset(
        {
            "board.board_page",
            "heads.heads_page",
            "visits.visits_page",
            "ledgers.index",
            "assessment.quarters",
        }
    ),
    Role.AUDITOR: frozenset(
        {"audit.index", "board.board_page", "ledgers.index", "rates.rates_page", "rulebook.sets"}
    ),
    Role.RESPONDER: frozenset({"unit.mine", "receipt.register", "rounds.rounds", "ledgers.index"}),
}
FIND = "search.search_page"
# The page of one case belongs to none of the bar's pages.
OF_A_CASE = frozenset(
    {
        "desk.case",
        "desk.step",
        "desk.paper",
        "desk.limit",
        "bundles.page",
        "privacy.case",
        "privacy.act",
    }
)

# Pages of another part of the code that belong to a page of the bar.
PART_OF = {
    "events": "audit",
    "privacy": "audit",
    "readings": "audit",
    "messaging": "admin",
    "scoring": "rulebook",
    "workload": "rates",
    "proofs": "audit",
    "verifying": "audit",
    "sheets": "audit",
    "flow": "audit",
}
# The same for administrators only.
PART_OF_ADMIN = {"rulebook": "admin"}


class Link(NamedTuple):
    """One entry of the bar; `far` ones stand under "More" where there is no room for all."""

    url: str
    label: str
    here: bool
    far: bool = False


def init_app(app: Flask) -> None:
    """Give every template what the frame needs."""
    app.jinja_env.filters.update(stamp=times.stamp, short=times.short, span=times.span)
    app.jinja_env.globals.update(names=names, words=words, static_url=static_url)
    app.jinja_env.globals["colon"] = _colon
    app.jinja_env.globals["missing_calendar"] = missing_calendar
    app.jinja_env.globals["assessment_waiting"] = assessment_waiting
    app.jinja_env.globals["findings_waiting"] = findings_waiting
    app.context_processor(_frame)


def _colon() -> str:
    """Between what something is called and what it says: each language writes its own."""
    return _p("between a name and what it says", ": ")


def _frame() -> dict[str, object]:
    who = visitor()
    return {
        "me": who,
        "find_url": url_for(FIND) if _open(FIND) else "",
        "bar": list(bar()) if who is not None else [],
        "centre": i18n.centre_name(),
        "lang": i18n.HTML[i18n.language()],
        "switch_url": switch_url(),
        "unread": unread() if who is not None else 0,
        "help_url": url_for("help.page", page=page_of_visitor()),
        "switch_label": i18n.LANGUAGES[i18n.other_language()],
        "switch_lang": i18n.HTML[i18n.other_language()],
    }


def bar() -> Iterator[Link]:
    """The pages this person may open, and which of them this page belongs to."""
    here = "" if request.endpoint in OF_A_CASE else (request.endpoint or "").partition(".")[0]
    here = PART_OF.get(here, here)
    who = visitor()
    if who is not None and who.role == Role.ADMIN:
        here = PART_OF_ADMIN.get(here, here)
    for endpoint, label in BAR:
        if _open(endpoint) and _meant(endpoint, visitor()):
            shown = endpoint.startswith(f"{here}.")
            yield Link(url_for(endpoint), str(label), shown, far=_far(endpoint, who))


def _far(endpoint: str, who: Account | None) -> bool:
    at_hand = AT_HAND.get(who.role) if who is not None else None
    return at_hand is not None and endpoint not in at_hand


def _meant(endpoint: str, who: Account | None) -> bool:
    """People of a unit have their own dispatches, the centre its board, a unit's leader both."""
    if who is None:
        return False
    if endpoint == "unit.mine":
        return who.unit not in ("", CENTRE)
    if endpoint == "rulebook.sets":  # administrators have it among their own tabs
        return who.role in (Role.LEADER, Role.SUPERVISOR, Role.AUDITOR)
    if endpoint == "visits.visits_page":  # made by the centre and the inspection office
        return who.unit in ("", CENTRE) or who.role == Role.SUPERVISOR
    return endpoint != "board.board_page" or who.role != Role.RESPONDER


def _open(endpoint: str) -> bool:
    return endpoint in current_app.view_functions and allowed(endpoint, visitor())


def switch_url() -> str:
    """To this page in the other language; a page a form led to is left for the first one."""
    back = request.full_path.rstrip("?") if request.method == "GET" and request.endpoint else ""
    return url_for("i18n.switch", chosen=i18n.other_language(), next=back or None)


def static_url(name: str) -> str:
    """The address of one of our files; it changes with the file, so browsers may keep it."""
    known: dict[str, str] = current_app.extensions.setdefault("static-marks", {})
    if name not in known:
        content = (Path(current_app.static_folder or "") / name).read_bytes()
        known[name] = sha256(content).hexdigest()[:12]
    return url_for("static", filename=name, v=known[name])
