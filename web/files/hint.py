"""What a field for files says of its limits, in words and to the browser."""

from typing import Final

from application.files.kinds import EXTENSIONS
from application.files.taking import MOST_AT_ONCE
from web.files.limits import form_most, megabytes
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
