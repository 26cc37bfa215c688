"""The words for how a due time was counted."""

from collections.abc import Mapping
from typing import Final

from web.wording import LazyString, _l, _lp

CAUSES: Final[Mapping[str, LazyString]] = {
    "started": _lp("limit", "Started"),
    "counted_anew": _lp("limit", "Counted anew"),
    "extended": _lp("limit", "Extended"),
    "resumed": _lp("limit", "Runs again"),
    "corrected": _lp("limit", "Corrected"),
}
# %(from)s and %(to)s are days, %(number)d is how many.
LINES: Final[Mapping[str, LazyString]] = {
    "by_day": _l("It starts by day, so the limit for the day applies."),
    "by_night": _l("It starts at night, so the limit for the night applies."),
    "minutes": _l("%(number)d minutes are added."),
    "hours": _l("%(number)d hours are added."),
    "day_of_start": _l("%(from)s: the day of the start is not counted."),
    "days": _l("%(from)s to %(to)s: %(number)d days, rest days included."),
    "months": _l("%(number)d months on: %(from)s."),
    "working_days": _l("%(from)s to %(to)s: working days, counted up to %(number)d."),
    "make_up_days": _l("%(from)s to %(to)s: make-up working days, counted up to %(number)d."),
    "working_time": _l(
        "%(from)s to %(to)s: working hours, counted up to %(number)d minutes in all."
    ),
    "weekend": _l("%(from)s to %(to)s: weekend, not counted."),
    "holiday": _l("%(from)s to %(to)s: public holiday, not counted."),
    "rolled_to": _l(
        "It would end on a rest day, so it ends on the next day that is none: %(from)s."
    ),
    "stood_still": _l("It stood still from %(from)s to %(to)s: %(number)d days are given back."),
    "end_of_day": _l("It ends with the last second of %(from)s."),
    "year_assumed": _l(
        "The rest days of %(number)d were not published yet: only its weekends are rest days here."
    ),
}
# The same where there is one of them.
ONE: Final[Mapping[str, LazyString]] = {
    "minutes": _l("One minute is added."),
    "hours": _l("One hour is added."),
    "months": _l("One month on: %(from)s."),
    "stood_still": _l("It stood still from %(from)s to %(to)s: one day is given back."),
}
# The same of one single day.
ONE_DAY: Final[Mapping[str, LazyString]] = {
    "days": _l("%(from)s: one day, rest day or not."),
    "working_days": _l("%(from)s: a working day, counted up to %(number)d."),
    "make_up_days": _l("%(from)s: a make-up working day, counted up to %(number)d."),
    "working_time": _l("%(from)s: its working hours, counted up to %(number)d minutes in all."),
    "weekend": _l("%(from)s: weekend, not counted."),
    "holiday": _l("%(from)s: public holiday, not counted."),
}
