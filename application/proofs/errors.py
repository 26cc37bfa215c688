"""What can be wrong with a proof, by codes that stay; the words for them are whoever tells them."""


class ProofError(Exception):
    """`code` says what is wrong, `told` of whom or what."""

    def __init__(self, code: str, **told: object) -> None:
        """`code` is for ever."""
        super().__init__(code, told)
        self.code = code
        self.told = told


class NoteError(ProofError):
    """Not a note, key or checkpoint, or not one of whom it should be.

    Codes: key-malformed, key-not-whole, key-missing, key-open, name-malformed, note-malformed,
    line-malformed, checkpoint-malformed, signature-wrong, not-signed, other-origin,
    no-checkpoint, no-witness, key-of-witness, key-of-log, log-unknown, request-malformed,
    witness-ahead, witness-refuses, witness-strange.
    """


class Refused(ProofError):
    """Not signed, since it doesn't follow from what was signed before, or can't be looked at.

    Codes: busy, not-begun, begun, shorter, rewritten, gap, altered, time-back, state-behind,
    state-damaged, other-kept, fork, tiles-wrong, source-silent, log-known, old-beyond, other-size,
    unproved.
    """
