"""The keys as they stand."""

from collections.abc import Iterable

from msgspec import Struct

from domain.trust import events as e


class Trust(Struct):
    """`signers` are all there were, in order; the last signs. Keys as they are handed on."""

    signers: tuple[str, ...] = ()
    witnesses: dict[str, str] = {}  # name → key, those admitted now
    dropped: dict[str, str] = {}  # name → key, those that were
    version: int = 0

    @property
    def signer(self) -> str:
        """The key that signs; "" before one is named."""
        return self.signers[-1] if self.signers else ""


def fold(history: Iterable[e.TrustEvent]) -> Trust:
    """The keys after these events."""
    trust = Trust()
    for event in history:
        _apply(trust, event)
        trust.version += 1
    return trust


def _apply(trust: Trust, event: e.TrustEvent) -> None:
    match event:
        case e.SignerNamed():
            trust.signers = (*trust.signers, event.vkey)
        case e.WitnessAdmitted():
            trust.witnesses = {**trust.witnesses, event.name: event.vkey}
            trust.dropped = {name: key for name, key in trust.dropped.items() if name != event.name}
        case e.WitnessDropped():
            left = dict(trust.witnesses)
            trust.dropped = {**trust.dropped, event.name: left.pop(event.name)}
            trust.witnesses = left
        case _:
            pass
