"""The second factor: something the reporter knows and the slip does not say.

It is what they gave at receipt: the last digits of the telephone number; where there is none, the
name as it was given. Who gave neither, or whose data was erased, is asked for the day of receipt;
since that stands on the slip too, it proves little and opens no words.
"""

import hmac
import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Final, NamedTuple
from unicodedata import normalize

DIGITS: Final = 4
_NOT_DIGIT = re.compile(r"\D+")
_NUMBER = re.compile(r"\d(?:[\d ()-]*\d)?")
_DAY = re.compile(r"\D*(\d{4})\D*?(\d{1,2})\D*?(\d{1,2})\D*")


class Factor(StrEnum):
    """What is asked for."""

    PHONE = "phone"
    NAME = "name"
    DAY = "day"


class Expected(NamedTuple):
    """The factor of a case, and every form of it that is right."""

    factor: Factor
    right: tuple[str, ...]


def expected(phone: str, name: str, received: date) -> Expected:
    """From what was given at receipt; "" where nothing was."""
    endings = tuple(_endings(phone))
    if endings:
        return Expected(Factor.PHONE, endings)
    known = _plain(name)
    if known:
        return Expected(Factor.NAME, (known,))
    return Expected(Factor.DAY, (received.isoformat(),))


def proves(wanted: Expected, typed: str) -> bool:
    """Whether what was typed is right; takes the same time wherever it differs."""
    read = _READ[wanted.factor](typed).encode()
    found = [hmac.compare_digest(read, right.encode()) for right in wanted.right]
    return any(found)


def _endings(phone: str) -> Iterable[str]:
    """The last digits of each number in the text; people give two."""
    numbers = (_NOT_DIGIT.sub("", one) for one in _NUMBER.findall(normalize("NFKC", phone)))
    yield from dict.fromkeys(one[-DIGITS:] for one in numbers if len(one) >= DIGITS)


def _ending(typed: str) -> str:
    return _NOT_DIGIT.sub("", normalize("NFKC", typed))[-DIGITS:]


def _plain(name: str) -> str:
    """A name without what people write differently: case, width, spaces, dots."""
    return "".join(sign for sign in normalize("NFKC", name).casefold() if sign.isalnum())


def _day(typed: str) -> str:
    """A day as 2026-11-22, however it was written; "" when it is none."""
    found = _DAY.fullmatch(normalize("NFKC", typed))
    try:
        return date(*map(int, found.groups())).isoformat() if found is not None else ""
    except ValueError:
        return ""


_READ = {Factor.PHONE: _ending, Factor.NAME: _plain, Factor.DAY: _day}
