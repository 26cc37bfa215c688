"""Which pages can be had as of an earlier moment, and how that moment stays in their addresses."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlencode

from flask import abort, request

from projections.earlier import Earlier
from web import times
from web.asof.moment import past
from web.asof.waiting import NAME, Answer, blueprint, made_ready
from web.auth.gate import allowed
from web.auth.who import visitor
from web.service import service

OF_WAYS: Final = frozenset({"flow.page", "flow.data", "flow.sheet"})
OF_BOTH: Final = frozenset({"flow.cases"})
PAGES: Final = frozenset(
    {
        *OF_WAYS,
        *OF_BOTH,
        *("ledgers.index", "ledgers.ledger", "ledgers.sheet"),
        *("rates.rates_page", "rates.rates_data", "rates.rates_sheet", "rates.rate_page"),
        *("rates.times_page", "rates.times_data", "rates.times_sheet", "rates.clock_page"),
        *("rates.stretches_page", "rates.stretches_data", "rates.stretches_sheet"),
        "rates.stretch_page",
        *("workload.workload_page", "overview.overview_page"),
        *("bulletins.index", "bulletins.draft", "bulletins.draft_file", "bulletins.rows_page"),
        *("assessment.quarters", "assessment.quarter", "assessment.unit", "assessment.rows"),
    }
)
FOR: Final = "audit.index"  # whoever has the auditors' pages
OF_A_CASE: Final = frozenset({"desk.case", "audit.case"})  # say their moment in a way of their own


@blueprint.before_app_request
def settle() -> Answer | None:
    """Before such a page is made, the moment it is asked for."""
    typed = request.args.get(NAME, "").strip()
    if not typed or request.endpoint not in PAGES:
        return None
    if not may():
        abort(403)
    return made_ready(typed, list(_needed(request.endpoint)))


def _needed(endpoint: str) -> Iterator[Earlier]:
    """What the page is taken from: the read model, the file of ways, or both."""
    if endpoint not in OF_WAYS:
        yield service().snapshots
    if endpoint in OF_WAYS | OF_BOTH:
        yield service().ways_then


@blueprint.app_url_defaults
def keep(endpoint: str, values: dict[str, Any]) -> None:
    """A link from a page of then leads to what it leads to as of then, unless it says otherwise."""
    then = past()
    if then is None:
        return
    if endpoint in PAGES:
        values.setdefault(NAME, then.typed)
    elif endpoint in OF_A_CASE:
        values.setdefault("at", then.seq)


@blueprint.app_context_processor
def around() -> dict[str, object]:
    """What a page says of the moment it shows."""
    return {
        "as_of_moment": past(),
        "as_of_offered": offered,
        "as_of_allowed": may,
        "as_of_present": present,
        "printed_at": times.now,
    }


def present() -> str:
    """The address of this page as of now."""
    rest = [(name, value) for name, value in request.args.items(multi=True) if name != NAME]
    return f"{request.path}?{urlencode(rest)}" if rest else request.path


def offered() -> bool:
    """This page can be had as of an earlier moment, by this person."""
    return request.endpoint in PAGES and may()


def may() -> bool:
    """This person may look at the past."""
    return allowed(FOR, visitor())
