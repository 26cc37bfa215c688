"""Sentences in the language of the page: written in English here, looked up in the catalogues."""

from typing import Final

import flask_babel
from babel.support import NullTranslations
from flask_babel import LazyString

__all__ = ["LazyString", "_", "_l", "_lp", "_n", "_p", "catalogue"]

Catalogue = NullTranslations  # what every kind of them can do
_CATALOGUES: Final[dict[str, Catalogue]] = {}  # by language; their files never change


def _(text: str, **values: object) -> str:
    """A sentence, with its %(names)s filled in."""
    said = str(catalogue().ugettext(text))
    return said % values if values else said


def _p(context: str, text: str) -> str:
    """A word that means different things in different places, told apart by `context`."""
    return str(catalogue().upgettext(context, text))


def _n(one: str, many: str, number: int, **values: object) -> str:
    """A sentence about a number, which it may contain as %(num)d."""
    said = str(catalogue().ungettext(one, many, number))
    return said % {"num": number, **values}


def _l(text: str) -> LazyString:
    """A sentence looked up when it is shown."""
    return LazyString(_, text)


def _lp(context: str, text: str) -> LazyString:
    """A word told apart by `context`, looked up when it is shown."""
    return LazyString(_p, context, text)


def catalogue() -> Catalogue:
    """What all is called in the language of the page, which asks for it hundreds of times."""
    locale = flask_babel.get_locale()
    language = "" if locale is None else locale.language  # nobody's page has none
    if language not in _CATALOGUES:
        _CATALOGUES[language] = flask_babel.get_translations()
    return _CATALOGUES[language]
