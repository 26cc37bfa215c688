"""Which failings the viewer can contest, and how a form names the one it is about."""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from flask import request
from marshmallow import ValidationError

from domain.case.contesting import may_contest
from domain.case.failings import Found, found
from web import times, words
from web.desk.forms import Option
from web.desk.standing import Standing
from web.wording import _

ABOUT: Final = "failing"  # the part of an address that names one


def value_of(kind: str, about: str, proof: str) -> str:
    """As addresses and forms name it; `proof` is "3,7"."""
    return f"{kind}.{about}.{proof.replace(',', '-')}"


def value(one: Found) -> str:
    """The same of one that was found."""
    return value_of(one.kind, one.about, ",".join(map(str, one.proof)))


def options(standing: Standing) -> Iterator[Option]:
    """Those that stand and the viewer speaks for."""
    for one in found(standing.case):
        if not one.state and may_contest(standing.case, one, standing.ctx):
            yield Option(value(one), _label(one))


def _label(one: Found) -> str:
    about = words.word(words.CLOCK, one.about)
    parts = (words.word(words.FAILING, one.kind), about, times.stamp(one.at), _records(one))
    return " · ".join(part for part in parts if part)


def _records(one: Found) -> str:
    return _("records %(numbers)s", numbers=", ".join(map(str, one.proof)))


def wanted() -> str:
    """The one an address leads to."""
    return request.args.get(ABOUT, "")


def wanted_contest(standing: Standing) -> int:
    """The contest of that failing, 0 when there is none."""
    known = (one for one in found(standing.case) if one.contest and value(one) == wanted())
    return next((one.contest for one in known), 0)


def named(standing: Standing, given: Mapping[str, Any]) -> dict[str, Any]:
    """What a form says, as the command has it. Errors: `ValidationError` of the evidence."""
    one = next(one for one in found(standing.case) if value(one) == given[ABOUT])
    return {
        "failing": one.kind.value,
        "about": one.about,
        "proof": one.proof,
        "reason": given["reason"],
        "evidence": _versions(given.get("evidence", "")),
    }


def _versions(text: str) -> list[int]:
    parts = text.replace("，", ",").replace("、", ",").replace(",", " ").split()
    if not all(part.isascii() and part.isdecimal() and len(part) < _LONG for part in parts):
        raise ValidationError({"evidence": ["field:not-numbers"]})
    return sorted({int(part) for part in parts})


_LONG: Final = 7  # digits: no case has so many records
