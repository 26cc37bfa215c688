"""Bundles a log that lies would sign: every proof in them is right, and no case leaves by them."""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator

from application.proofs import digest, leaf
from application.proofs.notes import Checkpoint
from application.proofs.tree import inclusion, root
from tests.bundled import COSIGNED_AT, LOG, WITNESS
from tests.bundles_changed import Changed, Told, said, written


def signed_for_all_that(data: bytes) -> Iterator[Changed]:
    """What a log that lies signs: every proof right, and yet no case that leaves."""
    told = said(data)
    events = [dict(one, state=b64decode(one["state"])) for one in told["events"]]
    first, last = (json.loads(events[at]["state"]) for at in (0, -1))
    ends = {
        "says yes for how many": {**last, "records": True},
        "says how many in a text": {**last, "records": str(last["records"])},
        "says too few": {**last, "records": last["records"] - 1},
        "says nothing of how many": {name: last[name] for name in last if name != "records"},
        "names another copy": {**last, "sha256": "0" * 64},
        "names no copy": {name: last[name] for name in last if name != "sha256"},
        "left otherwise": {**last, "what": "timeline"},
        "is a list": [last],
    }
    for name, end in ends.items():
        yield f"signed, its end {name}", _signed(told, [*events[:-1], _saying(events[-1], end)])
    spoilt = {
        "has a mark before": b"\xef\xbb\xbf" + events[-1]["state"],
        "is no text": b"\xff" + events[-1]["state"],
        "has what is no number": events[-1]["state"].replace(b"{", b'{"x":NaN,', 1),
        "is empty": b"",
    }
    for name, state in spoilt.items():
        yield (
            f"signed, its end {name}",
            _signed(told, [*events[:-1], {**events[-1], "state": state}]),
        )
    numbered = _saying(events[0], {**first, "number": "QS2026-09999"})
    yield "signed, of another number", _signed(told, [numbered, *events[1:]])
    yield (
        "signed, with no receipt",
        _signed(told, [{**events[0], "topic": "case.noted"}, *events[1:]]),
    )
    ending = {**events[-1], "topic": "case.noted"}
    yield "signed, with no export", _signed(told, [*events[:-1], ending])
    yield "signed, turned round", _signed(told, events[::-1])
    yield "signed, one left out", _signed(told, [events[0], *events[2:]])
    back = [{**one, "recorded_at": 10**12 - at} for at, one in enumerate(events)]
    yield "signed, its times going back", _signed(told, back)


def _saying(event: Told, fact: object) -> Told:
    return {**event, "state": json.dumps(fact).encode()}


def _signed(told: Told, events: list[Told]) -> bytes:
    """A log of just these records, each at its place, signed and cosigned."""
    rows = [{**one, "seq": seq} for seq, one in enumerate(events, start=1)]
    leaves = [
        leaf(
            *(row["seq"], told["case"], row["version"], row["topic"], row["recorded_at"]),
            digest(row["state"]),
        )
        for row in rows
    ]
    text = Checkpoint(LOG.name, len(rows), root(leaves)).text
    proven = [
        {
            **row,
            "state": b64encode(row["state"]).decode(),
            "leaf": leaves[at].hex(),
            "proof": [part.hex() for part in inclusion(leaves, at)],
        }
        for at, row in enumerate(rows)
    ]
    note = f"{text}\n{LOG.sign(text)}{WITNESS.cosign(text, COSIGNED_AT)}"
    return written({**told, "events": proven, "checkpoint": note})
