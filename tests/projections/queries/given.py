"""Rows of the read model as a test needs them: what it doesn't say is what an ordinary case has."""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Table, func, insert, select, text

from projections.tables import (
    cases,
    closings,
    dispatches,
    mediations,
    obligations,
    parts,
    sent_back,
    units,
)
from projections.words import category_code, part_code, unit_code, vector, words

NOW = datetime(2026, 6, 15, 4, tzinfo=UTC)
TODAY = datetime(2026, 6, 14, 16, tzinfo=UTC)  # midnight in Shanghai
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
CLOSING = ("close", "opinion", "reply")


def ms(at: datetime | None) -> int | None:
    return None if at is None else round(at.timestamp() * 1000)


def _row(table: Table, values: dict[str, Any]) -> dict[str, Any]:
    """Nothing where nothing is said."""
    row: dict[str, Any] = {}
    for column in table.columns:
        empty = None if column.nullable else column.type.python_type()
        value = values.pop(column.name, empty)
        row[column.name] = ms(value) if isinstance(value, datetime) else value
    assert not values, f"{table.name} has no {list(values)}"
    return row


def a_case(model: Connection, number: str, **values: Any) -> int:
    """An open emergency received an hour ago; its cid."""
    cid = model.execute(select(func.coalesce(func.max(cases.c.cid), 0))).scalar_one() + 8
    ordinary = {
        "cid": cid,
        "case_id": f"{cid:032x}",
        "number": number,
        "track": "emergency",
        "channel": "phone",
        "category": "A01",
        "place": "河口村",
        "title": "井盖破损",
        "stage": "received",
        "open": values.get("closed_at") is None and values.get("ended_at") is None,
        "people": 1,
        "received_by": "centre",
        "received_at": NOW - HOUR,
    }
    row = _row(cases, ordinary | values)
    row["recorded_at"] = row["recorded_at"] or row["received_at"]
    row["changed_at"] = row["changed_at"] or row["received_at"]
    model.execute(insert(cases).values(row))
    _index(model, cid)
    _take_part(model, cid, row["received_by"])
    return cid


def _take_part(model: Connection, cid: int, unit: str) -> None:
    """As the fold has it: each unit once, the centre not at all."""
    known = model.execute(select(parts.c.unit).where(parts.c.cid == cid)).scalars().all()
    if unit not in {*known, "centre", ""}:
        about = select(cases.c.received_at, cases.c.closed_at, cases.c.open)
        row = model.execute(about.where(cases.c.cid == cid)).mappings().one()
        model.execute(insert(parts).values(cid=cid, n=len(known), unit=unit, **row))
        _index(model, cid)


def _index(model: Connection, cid: int) -> None:
    """The words of the case as it stands, instead of those it had."""
    line = _line(model, cid)
    known: dict[int, str] = model.info.setdefault("lines", {})
    old, known[cid] = known.get(cid), line
    if model.dialect.name == "sqlite":
        if old is not None:
            gone = "INSERT INTO search (search, rowid, words) VALUES ('delete', :cid, :words)"
            model.execute(text(gone), {"cid": cid, "words": old})
        added = "INSERT INTO search (rowid, words) VALUES (:cid, :words)"
        model.execute(text(added), {"cid": cid, "words": line})
        return
    model.execute(text("DELETE FROM search WHERE cid = :cid"), {"cid": cid})
    added = "INSERT INTO search (cid, words) VALUES (:cid, CAST(:words AS tsvector))"
    model.execute(text(added), {"cid": cid, "words": vector(line)})


def _line(model: Connection, cid: int) -> str:
    row = model.execute(select(cases).where(cases.c.cid == cid)).mappings().one()
    line = words(f"{row['title']} {row['number']} {row['place']} {row['reference']}")
    line += [category_code(row["category"]), unit_code(row["lead_unit"] or "none")]
    own = select(parts.c.unit).where(parts.c.cid == cid)
    return " ".join([*line, *(part_code(unit) for unit in model.execute(own).scalars())])


def a_dispatch(model: Connection, cid: int, unit: str, **values: Any) -> None:
    """Sent to this unit fifty minutes ago."""
    sent = select(func.count()).select_from(dispatches).where(dispatches.c.cid == cid)
    n = model.execute(sent).scalar_one() + 1
    ordinary = {
        "cid": cid,
        "n": n,
        "unit": unit,
        "role": "lead" if n == 1 else "support",
        "stage": "dispatched",
        "dispatched_at": NOW - timedelta(minutes=50),
    }
    model.execute(insert(dispatches).values(_row(dispatches, ordinary | values)))
    _take_part(model, cid, unit)


def an_obligation(model: Connection, cid: int, kind: str, holder: str, **values: Any) -> None:
    """Open, started an hour ago and due an hour from now."""
    owed = select(func.count()).select_from(obligations).where(obligations.c.cid == cid)
    ordinary = {
        "cid": cid,
        "n": model.execute(owed).scalar_one(),
        "kind": kind,
        "holder": holder,
        "opened_at": NOW - HOUR,
        "due_at": NOW + HOUR,
        "state": "met" if values.get("met_at") else "open",
        "opened_version": 1,
    }
    state = values.get("state", ordinary["state"])
    met, due = values.get("met_at"), values.get("due_at", ordinary["due_at"])
    ordinary["kept"] = None if state == "waived" else bool(met and met <= due)
    track = model.execute(select(cases.c.track).where(cases.c.cid == cid)).scalar_one()
    closes = kind in CLOSING and (kind != "reply" or track == "petition")
    ordinary["account"] = holder if closes else ""
    row = _row(obligations, ordinary | values)
    row["first_due_at"] = row["first_due_at"] or row["due_at"]
    model.execute(insert(obligations).values(row))
    _take_part(model, cid, holder)


def _listed(model: Connection, table: Table, cid: int, values: dict[str, Any]) -> None:
    """The next row of a case's list; what it says of time shows in what is told of it."""
    known = select(func.count()).select_from(table).where(table.c.cid == cid)
    row = _row(table, {"cid": cid, "n": model.execute(known).scalar_one()} | values)
    model.execute(insert(table).values(row))


def a_closing(model: Connection, cid: int, unit: str = "police", **values: Any) -> None:
    """Closed a day ago; its return visit is due in half a year."""
    ordinary = {"unit": unit, "closed_at": NOW - DAY, "version": 8, "due_at": NOW + 180 * DAY}
    ordinary["answered"] = values.get("said_at") is not None
    visited, due = values.get("visited_at"), values.get("due_at", ordinary["due_at"])
    ordinary["in_time"] = bool(visited and due and visited <= due)
    _listed(model, closings, cid, ordinary | values)


def a_mediation(model: Connection, cid: int, unit: str = "justice", **values: Any) -> None:
    """Taken up three months ago."""
    ordinary = {"unit": unit, "taken_up_at": NOW - 90 * DAY, "version": 3}
    _listed(model, mediations, cid, ordinary | values)


def a_feedback_sent_back(model: Connection, cid: int, unit: str, at: datetime) -> None:
    _listed(model, sent_back, cid, {"unit": unit, "dispatch": 1, "at": at, "version": 7})


def a_unit(model: Connection, code: str, parent: str = "centre", **values: Any) -> None:
    """A unit named by its code."""
    ordinary = {"code": code, "name": f"{code}所", "parent": parent, "level": "town"}
    model.execute(insert(units).values(_row(units, ordinary | values)))
