"""The numbers of scoring rules as a form: its fields, and what stands in them."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, Final

from domain.assessment.measures import MEASURES, OF_CENTRE
from domain.assessment.model import Indicator, ScoringRules
from domain.case.failings import Failing
from web import words
from web.admin.forms import Asked
from web.desk.forms import LINE_MOST, Field, Kind
from web.scoring import texts
from web.scoring.points import number
from web.scoring.shown import called
from web.wording import _, _l

DIGITS: Final = 12
HEAD: Final = (
    Asked(Field("title", Kind.LINE, required=True, most=LINE_MOST), _l("Title in Chinese")),
    Asked(Field("title_en", Kind.LINE, required=True, most=LINE_MOST), _l("Title in English")),
    Asked(
        Field("minimum", Kind.LINE, required=True, most=DIGITS),
        _l("Minimum number of an indicator"),
        _l("An indicator that counted fewer is too few to rank"),
    ),
    Asked(
        Field("ranked_share", Kind.LINE, required=True, most=DIGITS),
        _l("Share of points to be ranked"),
        _l("From 0 to 1: what indicators with enough counted must carry"),
    ),
    Asked(
        Field("objection_days", Kind.LINE, required=True, most=DIGITS),
        _l("Days in which units may object"),
    ),
)
# Which numbers an indicator has, by the way it gives points.
OF_WAY: Final[Mapping[str, tuple[str, ...]]] = {
    "threshold": ("target",),
    "percentile": ("within_minutes", "none_at_minutes"),
}
HINTS: Final = {
    "partly": _l("From 0 to 1"),
    "target": _l("From 0 to 1: 0.98 is 98 %"),
}


def asked(rules: ScoringRules) -> list[Asked]:
    """All fields for rules of this make."""
    return [
        *HEAD,
        *_of_indicators(rules),
        *_of_failings(rules),
        *_of_bands(rules),
        *_of_targets(rules),
    ]


def _line(name: str, label: str, hint: Any = "", *, must: bool = False) -> Asked:
    return Asked(Field(name, Kind.LINE, required=must, most=DIGITS), label, hint)


def fields_of(one: Indicator) -> tuple[str, ...]:
    """The numbers an indicator has."""
    partly = ("partly",) if one.measure == "satisfied" else ()
    return ("points", *partly, *OF_WAY.get(one.way, ()))


def _of_indicators(rules: ScoringRules) -> Iterator[Asked]:
    for n, one in enumerate(rules.indicators):
        for name in fields_of(one):
            label = _told(called(one), texts.FIELDS[name])
            yield _line(f"indicators-{n}-{name}", label, HINTS.get(name, ""), must=True)
        for step, _step in enumerate(one.steps):
            for name in ("at_least", "gives"):
                label = _told(f"{called(one)} {step + 1}", texts.FIELDS[name])
                yield _line(f"indicators-{n}-steps-{step}-{name}", label, must=True)
        if one.way == "duties":
            yield from _costs(f"indicators-{n}-deductions", rules)


def failings(rules: ScoringRules) -> list[str]:
    """Kinds of failings that can cost points here."""
    centre = rules.subject == "centre"
    return [one.value for one in Failing if centre or one not in OF_CENTRE]


def _of_failings(rules: ScoringRules) -> Iterator[Asked]:
    yield from _costs("deductions", rules)


def _costs(prefix: str, rules: ScoringRules) -> Iterator[Asked]:
    labels = {"points": _("Points off for each"), "most": _("At most in a quarter")}
    for failing in failings(rules):
        for name, told in labels.items():
            label = _told(words.word(words.FAILING, failing), told)
            yield _line(f"{prefix}-{failing}-{name}", label)


def _of_bands(rules: ScoringRules) -> Iterator[Asked]:
    for n, band in enumerate(rules.bands):
        label = _told(called(band), texts.FIELDS["at_least"])
        yield _line(f"bands-{n}-at_least", label, must=True)


def _of_targets(rules: ScoringRules) -> Iterator[Asked]:
    for rate in rates(rules):
        label = _told(words.word(texts.MEASURE, rate), texts.FIELDS["at_least"])
        yield _line(f"targets-{rate}-at_least", label)


def rates(rules: ScoringRules) -> list[str]:
    """What a target can be set for."""
    return [
        name
        for name, one in MEASURES.items()
        if not one.unwanted and name != "duration" and rules.subject in one.subjects
    ]


def _told(what: str, field: Any) -> str:
    return _("%(what)s: %(field)s", what=what, field=field)


# --- from rules to the form ---


def values(rules: ScoringRules) -> dict[str, str]:
    """What stands in the fields."""
    found = {one.field.name: _shown(getattr(rules, one.field.name)) for one in HEAD}
    for n, one in enumerate(rules.indicators):
        for name in fields_of(one):
            found[f"indicators-{n}-{name}"] = _shown(getattr(one, name))
        for place, step in enumerate(one.steps):
            found[f"indicators-{n}-steps-{place}-at_least"] = _shown(step.at_least)
            found[f"indicators-{n}-steps-{place}-gives"] = _shown(step.gives)
        found |= _costing(f"indicators-{n}-deductions", one.deductions)
    found |= _costing("deductions", rules.deductions)
    found |= {f"bands-{n}-at_least": _shown(one.at_least) for n, one in enumerate(rules.bands)}
    found |= {f"targets-{one.rate}-at_least": _shown(one.at_least) for one in rules.targets}
    return found


def _costing(prefix: str, deductions: Any) -> dict[str, str]:
    return {
        f"{prefix}-{one.failing.value}-{name}": _shown(getattr(one, name))
        for one in deductions
        for name in ("points", "most")
    }


def _shown(value: Any) -> str:
    if value is None:
        return ""
    return number(value) if isinstance(value, Decimal) else str(value)
