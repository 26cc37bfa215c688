"""Sentences in the language of the page: written in English here, looked up in the catalogues."""

import flask_babel
from flask_babel import LazyString

__all__ = ["LazyString", "_", "_l", "_lp", "_n", "_p"]


def _(text: str, **values: object) -> str:
    """A sentence, with its %(names)s filled in."""
    return str(flask_babel.gettext(text, **values))


def _p(context: str, text: str) -> str:
    """A word that means different things in different places, told apart by `context`."""
    return str(flask_babel.pgettext(context, text))


def _n(one: str, many: str, number: int, **values: object) -> str:
    """A sentence about a number, which it may contain as %(num)d."""
    return str(flask_babel.ngettext(one, many, number, **values))


def _l(text: str) -> LazyString:
    """A sentence looked up when it is shown."""
    return flask_babel.lazy_gettext(text)


def _lp(context: str, text: str) -> LazyString:
    """A word told apart by `context`, looked up when it is shown."""
    return flask_babel.lazy_pgettext(context, text)
