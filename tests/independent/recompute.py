"""Counts rates and scores once more, from exported lines alone, by SQL on DuckDB.

Written from the words of the field, without a line of the service: whoever has the export and the
text of a rule set can do the same with this file and the SQL beside it.
"""

import json
import tomllib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any, NamedTuple

import duckdb

SQL = Path(__file__).parent
TRACKS = ("emergency", "hotline", "petition", "dispute")
SPANS = {"minutes": 60_000, "hours": 3_600_000, "days": 86_400_000}

Connection = duckdb.DuckDBPyConnection
Row = dict[str, Any]


def read_log(path: Path | str) -> Connection:
    """A database of the exported lines, with corrections put where they point, and what follows."""
    log = duckdb.connect()
    log.execute("SET TimeZone = 'UTC'")
    columns = "{seq: 'BIGINT', recorded_at: 'BIGINT', stream: 'VARCHAR', version: 'INT',"
    columns += " topic: 'VARCHAR', data: 'JSON'}"
    log.execute(f"CREATE TABLE events AS FROM read_ndjson('{path}', columns = {columns})")
    log.execute("CREATE TABLE put_right (stream VARCHAR, version INT, data JSON)")
    corrected = _corrected(log)
    if corrected:
        log.executemany("INSERT INTO put_right VALUES (?, ?, ?)", corrected)
    run(log, "facts")
    run(log, "limits")
    return log


def run(log: Connection, name: str) -> None:
    """One of the SQL files beside this one."""
    log.execute((SQL / f"{name}.sql").read_text(encoding="utf-8"))


def rows(log: Connection, sql: str, **asked: Any) -> list[Row]:
    """What a query finds."""
    found = log.execute(sql, asked) if asked else log.execute(sql)
    names = [column[0] for column in found.description or ()]
    return [dict(zip(names, row, strict=True)) for row in found.fetchall()]


def _corrected(log: Connection) -> list[tuple[str, int, str]]:
    """更正: the events corrections point at, each with its right values; the log stays as it is."""
    right: dict[tuple[str, int], dict[str, Any]] = {}
    for row in rows(log, "FROM events WHERE topic = 'case.corrected' ORDER BY seq"):
        said = json.loads(row["data"])
        event = row["stream"], said["event"]
        if event not in right:
            right[event] = _data(log, *event)
        right[event] |= _right(said)
    return [(*event, json.dumps(data)) for event, data in right.items()]


def _data(log: Connection, stream: str, version: int) -> dict[str, Any]:
    sql = "SELECT data FROM events WHERE stream = $stream AND version = $version"
    (row,) = rows(log, sql, stream=stream, version=version)
    found: dict[str, Any] = json.loads(row["data"])
    return found


def _right(said: Mapping[str, Any]) -> dict[str, Any]:
    """The field at its right value, and with it the clocks that hang on it."""
    value = said["sealed"] if "sealed" in said else json.loads(said["value"])
    moved = {name: said[name] for name in ("clocks", "windows") if said.get(name) is not None}
    return {said["field"]: value, **moved}


def millis(moment: datetime) -> int:
    """Milliseconds since 1970-01-01 UTC."""
    return round(moment.timestamp() * 1_000)


def register_limits(log: Connection) -> list[tuple[str, str, int]]:
    """Rule set, track, and within how many milliseconds that set says to register a matter."""
    issued = """
        SELECT (data->>'$.id') || '@' || (data->>'$.version') AS rules, data->>'$.text' AS text
        FROM events WHERE topic = 'rules.issued'"""
    return [
        (row["rules"], track, span)
        for row in rows(log, issued)
        for track, span in _spans(tomllib.loads(row["text"])).items()
    ]


def _spans(rules: Mapping[str, Any]) -> dict[str, int]:
    """Of two rules that fit, the one that names its tracks goes before the one that doesn't."""
    found: dict[str, int] = {}
    for clock in sorted(rules["clocks"], key=lambda one: bool(one.get("tracks"))):
        if clock["kind"] == "register" and clock["unit"] in SPANS:
            span = clock["span"] * SPANS[clock["unit"]]
            found |= dict.fromkeys(clock.get("tracks") or TRACKS, span)
    return found


class Asked(NamedTuple):
    """A period, aware, its end not included; what falls due from `now` on does not count yet."""

    since: datetime
    until: datetime
    now: datetime


def count(log: Connection) -> None:
    """Find the rows behind every rate, and the failings."""
    log.execute("CREATE TABLE register (rules VARCHAR, track VARCHAR, milliseconds BIGINT)")
    log.executemany("INSERT INTO register VALUES (?, ?, ?)", register_limits(log))
    run(log, "cases")
    run(log, "counted")
    run(log, "failings")


def rates(log: Connection, asked: Asked, by: str = "") -> dict[tuple[str, str], tuple[int, int]]:
    """By rate and group ("" for the whole): numerator and denominator, where anything counted."""
    group = by or "''"
    found = rows(
        log,
        f"SELECT rate, {group} AS grp, count_if(kept) AS kept, count_if(due) AS due FROM counted"
        " WHERE counts_at >= $since AND counts_at < $until GROUP BY ALL",
        since=millis(asked.since),
        until=millis(min(asked.until, asked.now)),
    )
    return {(one["rate"], one["grp"]): (one["kept"], one["due"]) for one in found}
