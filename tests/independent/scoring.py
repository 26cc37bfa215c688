"""Scores a quarter once more, from what was counted again and the text of a rule set.

Written from the words of the rule sets, without a line of the service. Shares are exact fractions;
points are rounded half up to two digits, and what is printed adds up.
"""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any

from tests.independent.recompute import Asked, Connection, Row, millis, rows

CENT = Fraction(1, 100)
NUMBERS = ("kept", "due", "partly")

# Whose account: of the units everybody's but the centre's; of the centre what it held itself, and
# of what reporters said of all matters, all.
OF_UNITS = "unit NOT IN ('', 'centre')"
OF_CENTRE = {"on_time": "unit = 'centre'", "registration": "unit = 'centre'"}


def score(log: Connection, asked: Asked, text: str) -> dict[str, Row]:
    """By unit: lines by indicator, deductions, total, band, place; None where nothing was due."""
    rules = tomllib.loads(text, parse_float=Decimal)
    centre = rules["subject"] == "centre"
    units = {"centre": ("", False)} if centre else _units(log)
    tallies = {
        one["id"]: _tallies(log, asked, one, centre=centre)
        for one in rules["indicators"]
        if one.get("measure")
    }
    failed = _failed(log, asked)
    found = {}
    for unit, (unit_class, gone) in units.items():
        own = {name: counts.get(unit) for name, counts in tallies.items()}
        if not gone or failed.get(unit) or any(own.values()):
            found[unit] = {"class": unit_class} | _scored(rules, own, failed.get(unit, []))
    if not centre:
        _rank(found)
    return found


# --- what was counted ---


def _units(log: Connection) -> dict[str, tuple[str, bool]]:
    """Units on record, with the class each is compared in, and whether they are dissolved."""
    found: dict[str, dict[str, Any]] = {}
    for row in rows(
        log,
        "SELECT stream, topic, data->>'$.code' AS code, data->>'$.unit_class' AS class"
        " FROM events WHERE topic LIKE 'unit.%' ORDER BY seq",
    ):
        unit = found.setdefault(row["stream"], {"code": "", "class": "", "gone": False})
        if row["topic"] == "unit.founded":
            unit |= {"code": row["code"], "class": row["class"] or ""}
        if row["topic"] == "unit.classed":
            unit["class"] = row["class"]
        if row["topic"] in {"unit.dissolved", "unit.restored"}:
            unit["gone"] = row["topic"] == "unit.dissolved"
    return {
        one["code"]: (one["class"], one["gone"])
        for one in found.values()
        if one["code"] != "centre"
    }


def _tallies(
    log: Connection, asked: Asked, indicator: Mapping[str, Any], *, centre: bool
) -> dict[str, Row]:
    measure = indicator["measure"]
    whose, unit = OF_UNITS, "unit"
    if centre:
        whose, unit = OF_CENTRE.get(measure, "true"), "'centre'"
    names = [f"limit.{clock}" for clock in indicator.get("clocks", ())] or [measure]
    if centre and measure == "closure":
        names = ["closure.centre"]
    found = rows(
        log,
        f"SELECT {unit} AS whose, count_if(kept) AS kept, count_if(due) AS due,"
        " count_if(kept AND partly) AS partly FROM counted"
        f" WHERE list_contains($names, rate) AND {whose}"
        " AND counts_at >= $since AND counts_at < $until GROUP BY ALL HAVING count(*) > 0",
        names=names,
        **_period(asked),
    )
    return {row["whose"]: row for row in found}


def _failed(log: Connection, asked: Asked) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for row in rows(
        log,
        "SELECT unit, failing FROM failings WHERE NOT struck"
        " AND since >= $since AND since < $until",
        **_period(asked),
    ):
        found.setdefault(row["unit"], []).append(row["failing"])
    return found


def _period(asked: Asked) -> dict[str, int]:
    return {"since": millis(asked.since), "until": millis(min(asked.until, asked.now))}


# --- what it comes to ---


def _scored(
    rules: Mapping[str, Any], tallies: Mapping[str, Row | None], failed: Sequence[str]
) -> Row:
    lines = {one["id"]: _line(one, tallies.get(one["id"]), failed) for one in rules["indicators"]}
    asked_of = any(line["due"] for line in lines.values())
    counted = [one for one in rules["indicators"] if lines[one["id"]]["points"] is not None]
    full = sum(_points(one) for one in rules["indicators"])
    deducted = _off(rules.get("deductions", ()), failed)
    total = None
    if asked_of:
        gained = sum(lines[one["id"]]["points"] for one in counted)
        gained = gained * full / sum(_points(one) for one in counted)
        gained = _half_up(min(gained, full))  # rounded points may add up to a little more
        total = max(gained - sum(deducted.values()), Fraction(0))
    else:
        lines = {name: line | {"points": None} for name, line in lines.items()}
    often = sum(
        _points(one) for one in rules["indicators"] if lines[one["id"]]["due"] >= rules["minimum"]
    )
    return {
        "lines": lines,
        "deducted": deducted,
        "total": total,
        "band": _band(rules, total),
        "enough": often > 0 and often >= full * Fraction(rules["ranked_share"]),
        "rank": None,
    }


def _line(indicator: Mapping[str, Any], tally: Row | None, failed: Sequence[str]) -> Row:
    if indicator.get("way") == "duties":
        off = sum(_off(indicator["deductions"], failed).values())
        left = max(_points(indicator) - off, Fraction(0))
        return {"kept": 0, "due": 0, "partly": 0, "points": _half_up(left)}
    line: Row = dict.fromkeys(NUMBERS, 0) if tally is None else {n: tally[n] for n in NUMBERS}
    if not line["due"]:
        return line | {"points": None}
    share = _share(indicator, line)
    return line | {"points": _half_up(share * _points(indicator))}


def _share(indicator: Mapping[str, Any], line: Row) -> Fraction:
    """Kept of due; whoever is basically satisfied counts so much, rework counts the other way."""
    lost = line["partly"] * (1 - Fraction(indicator.get("partly", 1)))
    share = (line["kept"] - lost) / line["due"]
    share = 1 - share if indicator.get("inverse") else share
    share = min(max(share, Fraction(0)), Fraction(1))
    if indicator.get("way") == "threshold":
        return Fraction(share >= Fraction(indicator["target"]))
    if indicator.get("way") == "band":
        reached = [step["gives"] for step in indicator["steps"] if share >= step["at_least"]]
        return Fraction(max(reached, default=0))
    return share


def _off(deductions: Iterable[Mapping[str, Any]], failed: Sequence[str]) -> dict[str, Fraction]:
    """Points off by kind of failing, never more than the most of it."""
    found = {}
    for one in deductions:
        times = failed.count(one["failing"])
        points = times * Fraction(one["points"])
        most = Fraction(one["most"]) if "most" in one else points
        if times:
            found[one["failing"]] = _half_up(min(points, most))
    return found


def _band(rules: Mapping[str, Any], total: Fraction | None) -> str:
    """Half-open: from its number on."""
    if total is None:
        return ""
    reached = [one for one in rules["bands"] if total >= Fraction(one["at_least"])]
    return str(max(reached, key=lambda one: one["at_least"])["id"])


def _rank(found: Mapping[str, Row]) -> None:
    """Within the class, where enough was counted; equal scores share a place."""
    for unit in found.values():
        peers = [
            other["total"]
            for other in found.values()
            if other["class"] == unit["class"] and other["enough"] and other["total"] is not None
        ]
        if unit["enough"] and unit["total"] is not None:
            unit["rank"] = 1 + sum(total > unit["total"] for total in peers)


def _points(indicator: Mapping[str, Any]) -> Fraction:
    return Fraction(indicator["points"])


def _half_up(value: Fraction) -> Fraction:
    return ((value / CENT + Fraction(1, 2)) // 1) * CENT
