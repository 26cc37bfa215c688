"""What a field for files says of its limits, in words and to the browser."""

from typing import Final

from application.files.kinds import EXTENSIONS
from application.files.taking import MOST_AT_ONCE
from web.files.limits import form_most, megabytes
from web.files.texts import refused
from web.service import settings
from web.wording import _

ACCEPT: Final = ",".join(("image/*", *(f".{one}" for one in EXTENSIONS)))


class Hint:
    """Found out only where a page asks for it."""

    accept = ACCEPT
    count = MOST_AT_ONCE

    @property
    def most(self) -> int:
        """How long one file may be, bytes."""
        return settings().file_most

    @property
    def together(self) -> int:
        """How long all may be together, bytes."""
        return form_most(settings())

    @property
    def said(self) -> str:
        """The limits in a sentence."""
        return _(
            "Up to %(num)d files of %(most)s MB each, %(all)s MB together: photos, PDF, office"
            " papers, sound, short video. Where and with what a photo was taken is removed.",
            num=MOST_AT_ONCE,
            most=megabytes(self.most),
            all=megabytes(self.together),
        )

    @property
    def large(self) -> str:
        """What to say of one that is too large; its name goes where {name} stands."""
        return refused("too-large", "{name}", self.most)

    @property
    def many(self) -> str:
        """What to say of too many."""
        return _("At most %(num)d files at once.", num=MOST_AT_ONCE)

    @property
    def much(self) -> str:
        """What to say when they are too large together."""
        return _(
            "Together they are larger than %(all)s MB. Send some now, and add the others"
            " afterwards with “Add a file”.",
            all=megabytes(self.together),
        )
