"""Who is named in a registration: staff who are accused, and names where none may stand."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

from marshmallow import ValidationError

from application.accounts import Account
from domain.case.clear import may_name, names_somebody
from domain.units import CENTRE
from web.receipt.form import label
from web.service import service
from web.wording import _

# What of a registration stays in clear and is written freely.
CLEAR: Final = ("title", "place", "late")
# Beside what is wrong with a title: that it can be confirmed.
CONFIRM: Final = "confirm"
_BETWEEN = re.compile(r"[,，、;；\s]+")


def staff(given: Mapping[str, Any]) -> list[Account]:
    """Those of the staff who are accused. Errors: `ValidationError` when nobody is called so."""
    named = _named(given)
    everyone = service().accounts.everyone() if named else []
    return [_account(name, everyone) for name in named]


def accused(given: Mapping[str, Any], staff: Sequence[Account]) -> dict[str, list[str]]:
    """The accused as the case names them: units, with those of the staff, and their user names."""
    units = [*given.get("accused", ()), *(one.unit or CENTRE for one in staff)]
    return {
        "accused": list(dict.fromkeys(units)),
        "accused_staff": list(dict.fromkeys(one.username for one in staff)),
    }


def _named(given: Mapping[str, Any]) -> list[str]:
    return [part for part in _BETWEEN.split(given.get("accused_staff", "")) if part]


def _account(name: str, everyone: Sequence[Account]) -> Account:
    found = [one for one in everyone if name in (one.username, one.name)]
    if len(found) == 1:
        return found[0]
    if found:
        known = ", ".join(one.username for one in found)
        text = _('Several are called "%(name)s": give one of %(known)s.', name=name, known=known)
    else:
        text = _(
            'Nobody of the staff is called "%(name)s". Choose the unit above, and write the name '
            "into the details.",
            name=name,
        )
    raise ValidationError({"accused_staff": [text]})


def check_names(given: Mapping[str, Any], staff: Sequence[Account]) -> None:
    """No name stands in clear: those given here never do, what looks like one is confirmed.

    Errors: `ValidationError`.
    """
    known = [given.get("name", ""), *(one.name for one in staff)]
    found = {
        field: [_named_here(field)]
        for field in CLEAR
        if field in given and names_somebody(given[field], known)
    }
    if not found and may_name(given["title"]) and not given.get("no_names"):
        found = {"title": [_confirm()], CONFIRM: [""]}
    if found:
        raise ValidationError(found)


def _named_here(field: str) -> str:
    return _(
        'The name you entered stands in "%(label)s" too, which everybody can read. Take it out '
        "there; write 陈某 if somebody has to be mentioned.",
        label=label(field),
    )


def _confirm() -> str:
    return _(
        "The title looks as if a person's name stood in it. Take it out; if it is none, tick the "
        "box below the title and send again."
    )
