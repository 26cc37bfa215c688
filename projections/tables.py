"""The tables of the read model; every row is a fold of events and can be built again.

Times are milliseconds since 1970-01-01 UTC. Text is "" where a fact is missing, times and answers
are NULL. Whoever changes what stands in a column raises `SHAPE`, and the model is built anew.
"""

from typing import Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    MetaData,
    SmallInteger,
    Table,
    Text,
)

SHAPE: Final = 9

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
    *_text("settled_by"),  # the unit that took it up for mediation, else the one that leads it
    *_number("taken_up_version"),  # of the event that did; 0: nobody
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
    *_flag("kept", nullable=True),  # met in time; NULL where it does not bind any more
    # Of a limit by which the matter is to be closed: to whose account that stands, else "".
    *_text("account"),
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
    *_text("state"),  # since somebody contested it: "contested", "struck", "upheld"; else ""
    sqlite_with_rowid=False,
)

# 办结: one row for each closing and the return visit it brought; `n` is its place, from 0.
closings = Table(
    "closings",
    metadata,
    _key("cid"),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    *_text("unit"),  # that led the matter then
    *_time("closed_at", nullable=False),
    *_number("version"),  # of the event that closed it
    *_flag("reopened"),  # as unsolved in the reporter's word
    *_time("due_at"),  # by when the return visit is to be made; NULL where none is due
    *_flag("in_time"),  # it was
    *_time("visited_at"),
    *_flag("answered"),
    *_time("said_at"),  # what the reporter answered
    *_number("visit_version"),  # of the event by which the visit stands as it does; 0: none
    *_flag("solved", nullable=True),
    *_text("satisfied"),
    *_flag("contacted", nullable=True),  # by the unit; NULL where nobody was asked
    *_flag("own_answer"),
    sqlite_with_rowid=False,
)

# 调解: one row for each time a unit took the matter up; `n` is its place, from 0.
mediations = Table(
    "mediations",
    metadata,
    _key("cid"),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    *_text("unit"),
    *_time("taken_up_at", nullable=False),
    *_number("version"),  # of the event that took it up
    *_time("concluded_at"),  # a breached agreement concludes nothing
    *_flag("agreed"),
    *_number("ended_version"),  # of the event that concluded it; 0: none
    sqlite_with_rowid=False,
)

# 退回重报: one row for each feedback that was sent back; `n` is its place, from 0.
sent_back = Table(
    "sent_back",
    metadata,
    _key("cid"),
    Column("n", SmallInteger, primary_key=True, autoincrement=False),
    *_text("unit"),
    *_number("dispatch"),
    *_time("at", nullable=False),
    *_number("version"),
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

# Of a case: keyed by `cid`, and but for the first by `n`, its place in a list of the case.
OF_CASES: Final = (
    cases,
    dispatches,
    obligations,
    waiting,
    parts,
    failings,
    closings,
    mediations,
    sent_back,
)
BESIDE: Final = (units, rounds, round_reports, round_findings)
TABLES: Final = (*OF_CASES, *BESIDE, position)
