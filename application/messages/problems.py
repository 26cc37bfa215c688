"""Why a message did not go out, and why a channel can't be set as it was asked for."""


class Failed(Exception):
    """A message was not taken. `why` is a code; it never holds an address or a word of a case."""

    def __init__(self, why: str, *, permanent: bool = False, stalls: bool = False) -> None:
        """`permanent`: to try again is no use. `stalls`: the receiver as a whole does not answer.

        Codes: timeout, unreachable, host-unknown, cut, certificate, redirected, address-local,
        url-wrong, refused:STATUS, server:STATUS, robot:CODE, busy:STATUS, no-server, unset,
        answer, sealed, defect.
        """
        super().__init__(why)
        self.why = why
        self.permanent = permanent
        self.stalls = stalls


class ChannelWrong(Exception):
    """A channel that can't be set so.

    Codes: holder-unknown, channel-unknown, language-unknown, address-missing, url-wrong,
    url-local, email-wrong, phone-wrong, secret-short, kind-unknown.
    """

    def __init__(self, code: str, field: str = "", what: str = "") -> None:
        """`field` is the one of the form that is wrong."""
        super().__init__(code, field, what)
        self.code = code
        self.field = field
        self.what = what
