"""A signer beside a place, as tests need it."""

from contextlib import closing

from application.clock import Clock, system_clock
from application.proofs.notes import NOTE, VerifierKey
from application.settings import Settings
from application.signing import state as states
from application.signing.keyfile import make_key
from application.signing.signer import LogSigner, Signed
from application.signing.state import KEY, folder_of

ORIGIN = "qs.example/log"


def begin(settings: Settings) -> VerifierKey:
    """A signer's folder beside the data."""
    folder = folder_of(settings)
    key = make_key(folder / KEY, ORIGIN, NOTE).verifier
    states.begin(folder, key)
    return key


def sign(settings: Settings, clock: Clock = system_clock) -> Signed:
    """A checkpoint of all there is."""
    with closing(LogSigner(settings, clock)) as signer:
        return signer.sign()
