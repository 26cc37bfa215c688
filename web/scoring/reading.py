"""What the form of numbers says, as a file of scoring rules would; and where a mistake is shown."""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from application.scoringbook import said_of
from domain.assessment.model import Indicator, ScoringRules
from domain.case.words import Failing
from web.scoring.form import HEAD, fields_of, rates

LOCAL: Final = "local"
WHOLE: Final = ("minimum", "objection_days")


def said(rules: ScoringRules, given: Mapping[str, Any], version: int) -> dict[str, Any]:
    """The rules with the numbers of the form, as `application.scoringbook` reads a file."""
    found = said_of(rules)
    found["version"] = version
    for one in HEAD:
        found[one.field.name] = _read(given.get(one.field.name, ""), one.field.name)
    for n, indicator in enumerate(found["indicators"]):
        _indicator(indicator, f"indicators-{n}", rules.indicators[n], given)
    kept = {one.failing.value: one.article for one in rules.deductions}
    found["deductions"] = list(_deductions("deductions", kept, given))
    for n, band in enumerate(found["bands"]):
        band["at_least"] = _number(given.get(f"bands-{n}-at_least", ""))
    promised = {one.rate: one.article for one in rules.targets}
    found["targets"] = [
        {
            "rate": rate,
            "at_least": _number(given[f"targets-{rate}-at_least"]),
            "article": promised.get(rate, LOCAL),
        }
        for rate in rates(rules)
        if given.get(f"targets-{rate}-at_least")
    ]
    return found


def _indicator(
    found: dict[str, Any], prefix: str, one: Indicator, given: Mapping[str, Any]
) -> None:
    for name in fields_of(one):
        found[name] = _read(given.get(f"{prefix}-{name}", ""), name)
    for place, step in enumerate(found.get("steps", ())):
        for name in ("at_least", "gives"):
            step[name] = _number(given.get(f"{prefix}-steps-{place}-{name}", ""))
    if one.way == "duties":
        kept = {each.failing.value: each.article for each in one.deductions}
        found["deductions"] = list(_deductions(f"{prefix}-deductions", kept, given))


def _deductions(
    prefix: str, kept: Mapping[str, str], given: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """Those that cost something; what costs points for the first time is the centre's own rule."""
    for failing in Failing:
        name = f"{prefix}-{failing.value}"
        points, most = given.get(f"{name}-points", ""), given.get(f"{name}-most", "")
        if points or most:
            article = kept.get(failing.value, LOCAL)
            found = {"failing": failing.value, "points": _number(points), "article": article}
            yield {**found, "most": _number(most)} if most else found


def _read(text: str, name: str) -> Any:
    if name in WHOLE or name.endswith("_minutes"):
        plain = _plain(text)
        return int(plain) if re.fullmatch(r"[0-9]{1,9}", plain) else text
    return text if name.startswith("title") else _number(text)


def _number(text: str) -> Any:
    """A number; what is none stays a text, and is refused where it stands."""
    plain = _plain(text)
    return Decimal(plain) if re.fullmatch(r"[0-9]+(\.[0-9]+)?", plain) else text


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip()


# --- where a mistake is shown ---


def field_of(path: str, found: Mapping[str, Any]) -> str:
    """The field of the form for a place of the file; "" for none."""
    place = re.sub(r" \([^)]*\)", "", path)
    parts = re.findall(r"\w+", place)
    names = [_named(parts[:n], part, found) for n, part in enumerate(parts)]
    return "-".join(names)


def _named(before: list[str], part: str, found: Mapping[str, Any]) -> str:
    """A failing or a rate for its place in the list, else the part itself."""
    if not before or not part.isdigit() or before[-1] not in ("deductions", "targets"):
        return part
    rows: Any = found
    for name in before:
        rows = rows[int(name)] if name.isdigit() else rows[name]
    row = rows[int(part)]
    return str(row.get("failing") or row.get("rate"))
