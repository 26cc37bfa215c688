"""Whether a published percentage can be that of its denominator, and what it can be if not."""

from decimal import Decimal, InvalidOperation
from fractions import Fraction
from typing import Final, NamedTuple

from domain import errors

HUNDRED: Final = 100
DIGITS: Final = 6  # behind the point; nobody publishes more
LARGEST: Final = 10**9


class Count(NamedTuple):
    """So many kept, and their share in per cent, with as many digits as the claim has."""

    kept: int
    per_cent: Decimal


class Verdict(NamedTuple):
    """`fitting` counts come to the percentage when rounded; none do: the nearest below and above.

    Of many that fit only the first and the last are given, and how many there are.
    """

    claimed: Decimal
    of: int
    fitting: tuple[Count, ...]
    number: int
    below: Count | None
    above: Count | None


def judge(claimed: str, of: int) -> Verdict:
    """Which counts of `of` give the percentage, rounded to its own digits, halves either way.

    Errors: `WrongValue` of a text that is no percentage, or of a denominator nothing is counted in.
    """
    per_cent = _read(claimed)
    if not 0 < of <= LARGEST:
        raise errors.WrongValue(field="of")
    half = Fraction(1, 2 * 10 ** _digits(per_cent))
    first = _ceil(max(Fraction(per_cent) - half, Fraction(0)) * of / HUNDRED)
    last = _floor(min(Fraction(per_cent) + half, Fraction(HUNDRED)) * of / HUNDRED)
    fits = tuple(_count(one, of, per_cent) for one in sorted({first, last}) if first <= last)
    if fits:
        return Verdict(per_cent, of, fits, last - first + 1, None, None)
    return Verdict(per_cent, of, (), 0, _count(last, of, per_cent), _count(first, of, per_cent))


def _read(text: str) -> Decimal:
    try:
        per_cent = Decimal(text.strip().rstrip("%％ ").strip())
    except InvalidOperation:
        raise errors.WrongValue(field="claimed") from None
    if not (per_cent.is_finite() and 0 <= per_cent <= HUNDRED and _digits(per_cent) <= DIGITS):
        raise errors.WrongValue(field="claimed")
    return per_cent


def _digits(number: Decimal) -> int:
    exponent = number.as_tuple().exponent
    return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def _count(kept: int, of: int, per_cent: Decimal) -> Count:
    """Its share to the digits of the claim, halves up."""
    places = 10 ** _digits(per_cent)
    scaled = _floor(Fraction(kept * HUNDRED * places, of) + Fraction(1, 2))
    return Count(kept, Decimal(scaled) / places)


def _floor(value: Fraction) -> int:
    return value.numerator // value.denominator


def _ceil(value: Fraction) -> int:
    return -(-value.numerator // value.denominator)
