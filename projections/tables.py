"""The tables of the read model; every row is a fold of events and can be built again.

Times are milliseconds since 1970-01-01 UTC. Text is "" where a fact is missing, times and answers
are NULL. Whoever changes what stands in a column raises `SHAPE`, and the model is built anew.
"""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
    literal_column,
    or_,
    text,
)

SHAPE: Final = 6

metadata = MetaData()

# SQLite's row id is a column only when it is declared INTEGER.
Whole = BigInteger().with_variant(Integer(), "sqlite")


def _key(name: str) -> Column[int]:
    return Column(name, Whole, primary_key=True, autoincrement=False)


def _text(*names: str) -> list[Column[str]]:
    return [Column(name, Text, nullable=False) for name in names]


def _number(*names: str) -> list[Column[int]]:
    return [Column(name, Integer, nullable=False) for name in names]


def _time(*names: str, nullable: bool = True) -> list[Column[int]]:
    return [Column(name, Whole, nullable=nullable) for name in names]


def _flag(*names: str, nullable: bool = False) -> list[Column[bool]]:
    return [Column(name, Boolean, nullable=nullable) for name in names]


# One row per case. `cid` is the seq of its first event; first_… is the earliest of its dispatches.
cases = Table(
    "cases",
    metadata,
    _key("cid"),
    *_text("case_id", "number", "track", "kind", "channel", "category", "place", "title"),
    *_text("level", "grade", "dispute_class", "stage"),
    *_flag("open"),  # neither closed nor ended by declining, redirecting or being a duplicate
    *_number("people"),
    *_text("received_by", "receiver", "reference", "source"),
    *_text("lead_unit"),  # unit of the live lead dispatch
    *_number("supports"),  # live supporting dispatches
    *_text("accused"),  # ",code,code," or ""
    *_text("accused_staff"),  # ",user,user," or ""
    *_text("duplicate_of", "validity"),
    *_text("sign_off"),  # role whose signature is still missing before dispatch
    *_time("received_at", nullable=False),
    *_time("recorded_at", nullable=False),  # of the first event
    *_time("screened_at", "accepted_at", "noticed_at"),
    *_time("dispatched_at", "signed_at", "arrived_at", "handled_at", "feedback_at"),  # the first
    *_time("replied_at", "closed_at"),
    *_text("outcome"),
    *_time("ended_at"),  # ended without being handled; `ended_as` says how
    *_text("ended_as"),
    *_time("visited_at"),
    *_flag("answered", "solved", nullable=True),
    *_text("satisfied"),
    *_flag("unhappy"),  # an unhappy answer that reopened nothing, to be ruled on
    *_flag("own_answer"),  # given by the reporters themselves, on their own page
    *_number("attempts"),  # at the return visit that is due
    *_time("attempted_at"),  # the last
    *_text("visit_barred"),  # who may not make it: ",user,@unit," or ""
    *_time("archived_at"),
    *_number("reopened", "returns"),
    *_time("paused_at"),
    *_time("taken_up_at", "agreed_at", "failed_at"),  # mediation
    # Earliest running time limit while open and not paused; after closing the return visit's.
    *_time("due_at"),
    *_text("due_kind", "due_holder"),
    *_time("asking_until"),  # end of a review's period that is not on record yet
    *_time("changed_at", nullable=False),
    *_number("version"),
    *_text("rules"),
)

# One row per dispatch; `n` is its number in the case.
dispatches = Table(
    "dispatches",
    metadata,
    _key("cid"),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    *_text("unit", "role", "zone"),
    *_time("dispatched_at", nullable=False),
    *_time("signed_at", "arrived_at", "ended_at", "feedback_at"),
    *_text("outcome"),
    *_time("returned_at", "recalled_at"),
    *_flag("ruling_needed"),
    *_text("stage"),  # a stage of the case, or "returned", "recalled"
    *_text("person"),
    *_number("sent_back"),
    sqlite_with_rowid=False,
)

# 办理时限: one row per time limit; `n` is its place in the case's list, from 0.
obligations = Table(
    "obligations",
    metadata,
    _key("cid"),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    *_text("kind"),
    *_number("ref"),  # dispatch, directive, … it belongs to; 0: the case
    *_text("holder", "rule"),
    *_number("opened_version"),
    *_time("opened_at", "due_at", "first_due_at", nullable=False),
    *_text("state"),  # "open", "met", "waived", "lapsed" (overdue when the case ended)
    *_time("met_at"),
    *_number("ended_version"),  # of the event that met, waived or lapsed it; 0: open
    *_text("why"),  # it was waived
    *_number("urged"),
    *_time("urged_at"),  # the last time
    *_time("acted_at"),  # up to which moment the timekeeper did what was planned
    *_text("raised_to"),  # the highest it was brought before: "head", "centre", "leader"
    sqlite_with_rowid=False,
)

# One row for each act that waits for somebody above the desk or for a unit's answer; `n` is its
# place in the case's list, from 0. What was done has no row.
waiting = Table(
    "waiting",
    metadata,
    _key("cid"),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    *_text("kind"),  # "sign_off", "extension", "return", "objection", "urge", "directive", …
    *_number("ref"),  # the dispatch, urge, directive … it is; of an extension its clock's
    *_text("unit"),  # whom it concerns
    *_text("about"),  # grade of the signature, kind of the clock
    *_time("since", nullable=False),
    *_time("due_at"),  # where the act has a time limit of its own
    sqlite_with_rowid=False,
)

# One row for each unit, other than the centre, with a part in a case: what units see is read here,
# with so much of the case that its cases need not be looked up to be counted and put in order.
parts = Table(
    "parts",
    metadata,
    _key("cid"),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    *_text("unit"),
    *_time("received_at", nullable=False),
    *_time("closed_at"),
    *_flag("open"),
    sqlite_with_rowid=False,
)

# 履责问题: one row for each failing the case's events show; `n` is its place in their list, from 0.
failings = Table(
    "failings",
    metadata,
    _key("cid"),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    *_text("kind", "unit"),
    *_text("about"),  # kind of the time limit, where it is one
    *_number("ref"),  # of the time limit
    *_time("at", nullable=False),  # it counts from; of a time limit when it was due
    *_time("late"),  # milliseconds from then to when the limit ended
    *_text("proof"),  # versions of the events that show it: "3,7"
    sqlite_with_rowid=False,
)

# One row per unit.
units = Table(
    "units",
    metadata,
    Column("code", Text, primary_key=True),
    *_text("name", "name_en", "level", "parent", "unit_class", "places"),  # places: ",a,b," or ""
    *_flag("dissolved"),
    *_number("version"),
)

# 排查: one row for each screening round; how many units are asked and what they reported.
rounds = Table(
    "rounds",
    metadata,
    Column("code", Text, primary_key=True),
    *_text("plan"),
    *_number("plan_version"),
    *_text("title", "title_en", "opened_by"),
    *_time("opened_at", "since", "until", "due_at", nullable=False),
    *_time("reminded_at", "called_off_at"),
    *_number("units", "met", "missed", "zero", "findings", "version"),
)

# One row for each report a unit owes in a round.
round_reports = Table(
    "round_reports",
    metadata,
    Column("code", Text, primary_key=True),
    Column("unit", Text, primary_key=True),
    *_time("opened_at", "due_at", nullable=False),
    *_text("state"),  # "open", "met", "missed", "waived" (the round was called off)
    *_time("met_at"),
    *_text("met_by"),
    *_flag("zero"),  # 零报告
    *_number("findings"),
    *_time("missed_at"),  # recorded as missing then; a late report leaves that as it is
    *_number("reminded", "withdrawn"),
    *_number("ended_version"),  # of the round's event by which it stands as it does; 0: open
)

# One row for each finding of a round, by the number of the case it became.
round_findings = Table(
    "round_findings",
    metadata,
    Column("code", Text, primary_key=True),
    Column("number", Text, primary_key=True),
    *_text("unit"),
    *_time("found_at", nullable=False),
    *_text("found_by"),
)

# One row: all events up to `seq` are in the tables, as `shape` says they should be.
position = Table(
    "position",
    metadata,
    Column("id", SmallInteger, primary_key=True, autoincrement=False),
    *_time("seq", nullable=False),
    *_number("shape"),
)

# Conditions as partial indexes have them: literals, no parameters.
running = obligations.c.state == literal_column("'open'")
failing = or_(
    running,
    obligations.c.state == literal_column("'lapsed'"),
    obligations.c.met_at > obligations.c.due_at,
)
visiting = obligations.c.kind == literal_column("'visit'")
accusing = cases.c.accused != literal_column("''")
of_units = cases.c.received_by != literal_column("'centre'")
visited = cases.c.visited_at.is_not(None)
owed = or_(
    round_reports.c.state == literal_column("'open'"),
    round_reports.c.state == literal_column("'missed'"),
)
asking = cases.c.asking_until.is_not(None)
to_visit = cases.c.due_kind == literal_column("'visit'")
part_closed = parts.c.closed_at.is_not(None)


def _index_of_some(name: str, where: ColumnElement[bool], *columns: Column[Any]) -> None:
    """An index of the rows that meet a condition."""
    Index(name, *columns, sqlite_where=where, postgresql_where=where)


# A case by the number people use; ledgers by time of receipt, of closing, of the return visit.
Index("cases_by_number", cases.c.number, unique=True)
Index("cases_by_receipt", cases.c.received_at)
Index("cases_by_closing", cases.c.closed_at)
_index_of_some("cases_by_visit", visited, cases.c.visited_at)
# With all that return visits are narrowed by, and who may not make them.
_index_of_some(
    "cases_to_visit",
    to_visit,
    *(cases.c[name] for name in ("due_at", "cid", "attempts", "dispute_class", "lead_unit")),
    *(cases.c[name] for name in ("track", "visit_barred")),
)
_index_of_some("cases_asking", asking, cases.c.asking_until)
# The board, by due time and with what it counts.
Index(
    "cases_open_by_due",
    cases.c.due_at,
    cases.c.stage,
    sqlite_where=text("open = 1"),  # as a query's condition `cases.c.open` is rendered
    postgresql_where=cases.c.open,
)
# Who may not see a case, who may, and what units received themselves.
_index_of_some("cases_by_accused", accusing, cases.c.accused)
Index("parts_by_receipt", parts.c.unit, parts.c.received_at, parts.c.cid)
_index_of_some("parts_by_closing", part_closed, parts.c.unit, parts.c.closed_at, parts.c.cid)
Index(
    "parts_open",
    parts.c.unit,
    parts.c.cid,
    sqlite_where=text("open = 1"),  # as a query's condition `parts.c.open` is rendered
    postgresql_where=parts.c.open,
)
_index_of_some("cases_of_units", of_units, cases.c.received_by, cases.c.received_at)
# What somebody owes now, by when: few, and among all that ever failed they would have to be sought.
_index_of_some("obligations_running", running, obligations.c.due_at, obligations.c.holder)
# What waits longest.
Index("waiting_by_kind", waiting.c.kind, waiting.c.since)
# Failings of a period, and a unit's.
Index("failings_by_time", failings.c.at, failings.c.kind, failings.c.unit)
Index("failings_by_unit", failings.c.unit, failings.c.at)
# Rounds by when they are due; reports of a period, a unit's, and those owed now; a case's round.
Index("rounds_by_due", rounds.c.due_at)
Index("round_reports_by_due", round_reports.c.due_at)
Index("round_reports_by_unit", round_reports.c.unit, round_reports.c.due_at)
_index_of_some("round_reports_owed", owed, round_reports.c.due_at, round_reports.c.unit)
Index("round_findings_by_number", round_findings.c.number)
# What was sent, and what a unit was sent.
Index("dispatches_by_time", dispatches.c.dispatched_at)
Index("dispatches_by_unit", dispatches.c.unit, dispatches.c.dispatched_at)
# What fell due in a period, and what of it a unit owed; return visits by closing.
Index("obligations_by_due", obligations.c.due_at)
Index("obligations_by_holder", obligations.c.holder, obligations.c.due_at)
_index_of_some(
    "obligations_owed_now",
    running,
    *(obligations.c[name] for name in ("holder", "due_at", "kind")),
)
_index_of_some("visits_by_closing", visiting, obligations.c.opened_at, obligations.c.met_at)
# What is owed by anybody now, or was not done in time; with what such rows are narrowed by.
_index_of_some(
    "obligations_failing_by_due",
    failing,
    *(obligations.c[name] for name in ("due_at", "state", "met_at", "kind", "holder")),
)
_index_of_some(
    "obligations_failing_by_holder",
    failing,
    *(obligations.c[name] for name in ("holder", "due_at", "state", "met_at", "cid")),
)
