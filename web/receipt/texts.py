"""Labels and hints that only the registration form has, short enough for one screen."""

from typing import Final

from web.wording import LazyString, _l, _lp

OWN_LABELS: Final[dict[str, LazyString]] = {
    "no_names": _lp("field", "No name of a person in it"),
    "accused_staff": _lp("field", "Accused members of staff"),
}
OWN_HINTS: Final[dict[str, LazyString]] = {
    "accused_staff": _l("User names or names, parted by commas; they never see the case"),
    "accused": _l("None of these, nor anyone above or below them, ever sees the case"),
    "title": _l("In a line, no names or phone numbers"),
    "category": _l("Type Chinese, pinyin initials or the code"),
    "place": _l("Down to the village or street"),
    "reference": _l("Number in 110, 12345, …"),
}
