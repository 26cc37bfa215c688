"""Takes the files of a form in; one that can't be taken is named with the reason."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from werkzeug.datastructures import FileStorage, MultiDict

from application.files.keeping import Prepared
from application.files.names import clean
from application.files.refusing import FileRefused
from application.files.taking import MOST_AT_ONCE, take
from web.files.arriving import length
from web.files.hint import Hint
from web.files.limits import form_most
from web.files.texts import refused
from web.service import settings
from web.wording import _

FIELD: Final = "files"
Sent = MultiDict[str, FileStorage]


class FilesUnfit(Exception):
    """Some file can't be taken, or none came where one has to; the text says which."""


class Taken(NamedTuple):
    """The files of one form: those that can be kept, and what is the matter with the others."""

    files: list[Prepared]
    problems: list[str]

    def require(self, *, some: bool = False) -> None:
        """`some`: at least one has to come. Errors: `FilesUnfit`."""
        if some and not self:
            raise FilesUnfit(_("Choose at least one file."))
        if self.problems:
            raise FilesUnfit(self.said()[FIELD])

    def said(self) -> dict[str, str]:
        """What to say beside the field when the form has to be sent once more."""
        if not self:
            return {}
        again = _("Choose the files again: a browser does not keep them.")
        return {FIELD: " ".join([*self.problems, again])}

    def __bool__(self) -> bool:
        """Whether any file came."""
        return bool(self.files or self.problems)


NOTHING: Final = Taken([], [])


def taken(sent: Sent) -> Taken:
    """The files that came in the field `files`; give it `request.files`."""
    chosen = [one for one in sent.getlist(FIELD) if one.filename]
    if len(chosen) > MOST_AT_ONCE:
        return Taken([], [Hint().many])
    found = Taken([], _too_large(chosen))
    for one in chosen if not found.problems else ():
        _take(one, found)
    return found


def _too_large(chosen: Sequence[FileStorage]) -> list[str]:
    """Told of all of them before any is looked at: there was no room for the rest."""
    most = settings().file_most
    over = [one.filename or "" for one in chosen if length(one.stream) > most]
    if not over and sum(length(one.stream) for one in chosen) > form_most(settings()):
        return [Hint().much]
    return [refused("too-large", clean(name), most) for name in over]


def _take(one: FileStorage, found: Taken) -> None:
    name, most = one.filename or "", settings().file_most
    try:
        found.files.append(take(one.stream, name, most))
    except FileRefused as unfit:
        found.problems.append(refused(unfit.code, clean(name), most))
