"""Where the pages about personal data are, and what all of them need."""

from typing import Final

from flask import Blueprint
from werkzeug.wrappers import Response

from web import words
from web.desk.texts import terms
from web.i18n import language
from web.service import service

blueprint = Blueprint("privacy", __name__, url_prefix="/privacy", template_folder="templates")

SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
REASON_MOST: Final = 500
LINE_MOST: Final = 200
Answer = Response | str | tuple[str, int]


def whose(person: str) -> str:
    """Whose data it is, in the words of the page."""
    return words.word(terms.PERSON, person)


def basis_of(code: str) -> str:
    """What a legal basis is called in the rules for keeping; its code where they have none."""
    rules = service().desk.retention.view().rules
    basis = None if rules is None else rules.basis(code)
    return code if basis is None else named(basis.name, basis.name_en)


def named(name: str, name_en: str) -> str:
    """What rule data calls itself in the language of the page."""
    return name_en if language() == "en" else name
