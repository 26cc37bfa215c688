"""The columns ledgers are made of, under the headings office workers know."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from sqlalchemy import BigInteger, ColumnElement, and_, bindparam, case, exists, func, not_, or_

from projections.conditions import failing, running
from projections.queries.ledger import Column, Kind
from projections.tables import cases, dispatches, obligations

Known = Mapping[str, Column]

now: Final = bindparam("now", type_=BigInteger)
"""Milliseconds; every statement of a ledger is given it."""

_paused = cases.alias("paused")
_stood_still = exists().where(
    _paused.c.cid == obligations.c.cid, _paused.c.paused_at <= obligations.c.due_at
)
"""Before it fell due the case was paused, and is: resumed, the clock gets that time back."""

overdue: Final = and_(failing, obligations.c.due_at < now, or_(not_(running), not_(_stood_still)))
"""Open and overdue now, met late, or left behind overdue when the case ended."""

overdue_now: Final = and_(running, obligations.c.due_at < now, not_(_stood_still))
"""Open and overdue now: said by itself, so that what is paused is looked up once, not by row."""

_end = func.coalesce(obligations.c.met_at, cases.c.closed_at, cases.c.ended_at)
late: Final = case(
    (
        overdue,
        case((running, func.coalesce(cases.c.paused_at, now)), else_=_end) - obligations.c.due_at,
    )
)
"""Milliseconds over due until it was met, until the case ended, or until now; else nothing."""


_visit_late = case((cases.c.due_at < now, now - cases.c.due_at))


def of_case(*keys: str) -> tuple[Column, ...]:
    """Columns of the case, in this order."""
    return tuple(_CASE[key] for key in keys)


def of_dispatch(*keys: str) -> tuple[Column, ...]:
    """Columns of the dispatch."""
    return tuple(_DISPATCH[key] for key in keys)


def of_clock(*keys: str) -> tuple[Column, ...]:
    """Columns of the time limit."""
    return tuple(_CLOCK[key] for key in keys)


def text(key: str, zh: str, en: str, value: ColumnElement[Any]) -> Column:
    return Column(key, zh, en, Kind.TEXT, value)


def choice(key: str, zh: str, en: str, value: ColumnElement[Any], vocabulary: str = "") -> Column:
    return Column(key, zh, en, Kind.CHOICE, value, vocabulary or key)


def number(key: str, zh: str, en: str, value: ColumnElement[Any]) -> Column:
    return Column(key, zh, en, Kind.NUMBER, value)


def flag(key: str, zh: str, en: str, value: ColumnElement[Any]) -> Column:
    return Column(key, zh, en, Kind.FLAG, value)


def time(key: str, zh: str, en: str, value: ColumnElement[Any]) -> Column:
    return Column(key, zh, en, Kind.TIME, value)


def duration(key: str, zh: str, en: str, value: ColumnElement[Any]) -> Column:
    return Column(key, zh, en, Kind.DURATION, value)


def _known(columns: Iterable[Column]) -> Known:
    return {column.key: column for column in columns}


_CASE = _known(
    (
        text("number", "编号", "Number", cases.c.number),
        text("title", "诉求摘要", "Matter", cases.c.title),
        text("place", "事发地", "Place", cases.c.place),
        text("reference", "来文编号", "Reference", cases.c.reference),
        number("people", "人数", "People", cases.c.people),
        number("reopened", "重办次数", "Reopened", cases.c.reopened),
        choice("track", "类型", "Track", cases.c.track),
        choice("channel", "来源", "Channel", cases.c.channel),
        choice("category", "类别", "Category", cases.c.category),
        choice("stage", "状态", "Stage", cases.c.stage),
        choice("outcome", "办理结果", "Outcome", cases.c.outcome),
        choice("received_by", "接报单位", "Received by", cases.c.received_by, "unit"),
        choice("lead_unit", "主办单位", "Lead unit", cases.c.lead_unit, "unit"),
        choice("due_kind", "时限类别", "What is due", cases.c.due_kind, "clock"),
        choice("satisfied", "满意度", "Satisfaction", cases.c.satisfied),
        flag("answered", "是否接通", "Answered", cases.c.answered),
        flag("solved", "是否解决", "Solved", cases.c.solved),
        flag("own_answer", "反映人自评", "By the reporter", cases.c.own_answer),
        flag("unhappy", "待认定", "To be ruled on", cases.c.unhappy),
        time("received_at", "接报时间", "Received", cases.c.received_at),
        time("dispatched_at", "派单时间", "Dispatched", cases.c.dispatched_at),
        time("arrived_at", "到场时间", "Arrived", cases.c.arrived_at),
        time("replied_at", "答复时间", "Replied", cases.c.replied_at),
        time("due_at", "最近时限", "Due", cases.c.due_at),
        time("closed_at", "办结时间", "Closed", cases.c.closed_at),
        time("visited_at", "回访时间", "Visited", cases.c.visited_at),
        time("visit_due", "回访时限", "Visit due", cases.c.due_at),
        duration("visit_late", "超期时长", "Late by", _visit_late),
    )
)

_to_arrive = dispatches.c.arrived_at - dispatches.c.dispatched_at
_DISPATCH = _known(
    (
        number("n", "派单序号", "No.", dispatches.c.n),
        choice("unit", "承办单位", "Unit", dispatches.c.unit),
        choice("role", "主办/协办", "Role", dispatches.c.role),
        choice("stage", "状态", "Stage", dispatches.c.stage),
        choice("outcome", "处置结果", "Outcome", dispatches.c.outcome),
        text("person", "经办人", "Person", dispatches.c.person),
        time("dispatched_at", "派单时间", "Dispatched", dispatches.c.dispatched_at),
        time("signed_at", "签收时间", "Signed for", dispatches.c.signed_at),
        time("arrived_at", "到场时间", "Arrived", dispatches.c.arrived_at),
        time("ended_at", "处置结束", "Handling ended", dispatches.c.ended_at),
        time("feedback_at", "反馈时间", "Feedback", dispatches.c.feedback_at),
        duration("arrival", "到场用时", "Time to arrive", _to_arrive),
        number("sent_back", "退回重报", "Sent back", dispatches.c.sent_back),
    )
)

_CLOCK = _known(
    (
        choice("clock", "时限类别", "Time limit", obligations.c.kind),
        choice("holder", "责任单位", "Owed by", obligations.c.holder, "unit"),
        choice("state", "履行情况", "State", obligations.c.state),
        choice("why", "免除原因", "Waived because", obligations.c.why),
        text("rule", "依据", "Rule", obligations.c.rule),
        time("opened_at", "起算时间", "Started", obligations.c.opened_at),
        time("due_at", "到期时间", "Due", obligations.c.due_at),
        time("met_at", "完成时间", "Met", obligations.c.met_at),
        duration("late", "超期时长", "Late by", late),
        number("urged", "催办次数", "Urged", obligations.c.urged),
    )
)
