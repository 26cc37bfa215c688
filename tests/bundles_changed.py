"""Bundles as somebody would hand them over who wants to be believed: every one has to be refused.

Each is written as a bundle is, with the SHA-256 of what it says now, where that can be.
"""

import json
from base64 import b64decode, b64encode
from collections.abc import Iterator
from copy import deepcopy
from hashlib import sha256
from typing import Any

from tests.bundled import LOG, STRANGER, WITNESS, body_of, resealed

Told = dict[str, Any]
Changed = tuple[str, bytes]
ORDER = 2**252 + 27742317777372353535851937790883648493  # of the curve's group


def said(data: bytes) -> Told:
    """What a bundle says."""
    found: Told = json.loads(body_of(data) + b"}")
    return found


def written(told: object) -> bytes:
    """As a bundle is written."""
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return resealed(text.encode()[:-1])


def every(data: bytes, other: bytes) -> Iterator[Changed]:
    """All of them, each with its name."""
    yield from cut(data)
    yield from otherwise_written(data)
    for change in (records, copies, notes, shapes):
        yield from change(said(data), said(other))


def cut(data: bytes) -> Iterator[Changed]:
    """Ends and beginnings missing, or too many."""
    for length in range(0, len(data), 97):
        yield f"first {length} bytes", data[:length]
        yield f"first {length} bytes, sealed", resealed(data[:length])
        yield f"without the first {length + 1} bytes", data[length + 1 :]
    yield "twice", data + data
    yield "one more line", data + b"\n"
    yield "a mark before", b"\xef\xbb\xbf" + data
    yield "a mark before, sealed", resealed(b"\xef\xbb\xbf" + body_of(data))


def otherwise_written(data: bytes) -> Iterator[Changed]:
    """The same said in other bytes."""
    body, told = body_of(data), said(data)
    ways = {
        "with spaces": json.dumps(told, ensure_ascii=False).encode()[:-1],
        "in ASCII": json.dumps(told, separators=(",", ":")).encode()[:-1],
        "in another order": json.dumps(dict(reversed(told.items()))).encode()[:-1],
        "a member twice": body.replace(b'"case":', b'"case":"x","case":', 1),
        "a fraction": body.replace(b'"version":1,', b'"version":1.0,', 1),
        "an exponent": body.replace(b'"version":1,', b'"version":1e0,', 1),
        "below nought": body.replace(b'"version":1,', b'"version":-1,', 1),
        "a number too large": body.replace(b'"version":1,', b'"version":%d,' % 2**53, 1),
        "half a sign": body.replace(b'"stage":"', b'"stage":"\\ud800', 1),
        "a sign escaped": body.replace(b'"format":"l', b'"format":"\\u006c', 1),
        "no UTF-8": body.replace(b'"stage":"', b'"stage":"\xff', 1),
        "deep": b'{"format":' + b"[" * 100_000,
        "no number": body.replace(b'"version":1,', b'"version":NaN,', 1),
    }
    for name, way in ways.items():
        assert way != body, name
        yield name, resealed(way)
    values: Told = {"nothing": None, "a list": [], "a text": "x", "empty": {}}
    yield from ((name, written(value)) for name, value in values.items())
    yield "SHA-256 in capitals", body + b',"sha256":"%s"}\n' % _sha(body).upper()


def _sha(body: bytes) -> bytes:
    return sha256(body).hexdigest().encode()


def records(told: Told, other: Told) -> Iterator[Changed]:
    """Left out, exchanged, moved, added, taken from elsewhere."""
    events, others = told["events"], other["events"]
    for at in range(len(events)):
        yield f"without record {at + 1}", _with(told, events=events[:at] + events[at + 1 :])
        numbered = [{**one, "version": n} for n, one in enumerate(events, 1) if n != at + 1]
        dense = [{**one, "version": n} for n, one in enumerate(numbered, 1)]
        yield f"without record {at + 1}, numbered anew", _with(told, events=dense)
        yield f"up to record {at}", _with(told, events=events[:at])
        yield f"from record {at + 2} on", _with(told, events=events[at + 1 :])
        yield f"record {at + 1} twice", _with(told, events=events[: at + 1] + events[at:])
        yield f"record {at + 1} of another case", _put(told, at, **others[at])
        for name in ("state", "proof", "leaf", "seq", "topic", "recorded_at"):
            if events[at][name] != others[at][name]:
                yield f"{name} {at + 1} of another case", _put(told, at, **{name: others[at][name]})
        for later in range(at + 1, len(events)):
            yield from _exchanged(told, at, later)
        yield from _shifted(told, at)
    yield "another case's name", _with(told, case=other["case"])
    yield "another case's records", _with(told, events=others)


def _exchanged(told: Told, one: int, other: int) -> Iterator[Changed]:
    events = list(told["events"])
    events[one], events[other] = events[other], events[one]
    yield f"records {one + 1} and {other + 1} exchanged", _with(told, events=events)
    for name in ("state", "proof", "seq", "version"):
        if events[one][name] == events[other][name]:
            continue
        changed = deepcopy(told)
        pair = changed["events"][one], changed["events"][other]
        pair[0][name], pair[1][name] = pair[1][name], pair[0][name]
        yield f"{name} of {one + 1} and {other + 1} exchanged", written(changed)


def _shifted(told: Told, at: int) -> Iterator[Changed]:
    event = told["events"][at]
    for name in ("seq", "version", "recorded_at"):
        for by in (-1, 1):
            yield f"{name} of {at + 1} by {by}", _put(told, at, **{name: event[name] + by})
    proof = event["proof"]
    yield f"proof of {at + 1} one shorter", _put(told, at, proof=proof[:-1])
    yield f"proof of {at + 1} one longer", _put(told, at, proof=[*proof, proof[-1]])
    yield f"proof of {at + 1} turned round", _put(told, at, proof=proof[::-1])
    yield f"no proof of {at + 1}", _put(told, at, proof=[])
    state = b64decode(event["state"])
    for name, value in {"space": state + b" ", "less": state[:-1], "none": b""}.items():
        yield f"state of {at + 1}, {name}", _put(told, at, state=b64encode(value).decode())


def copies(told: Told, other: Told) -> Iterator[Changed]:
    """What people read."""
    copy = told["readable"]
    yield "another case's copy", _with(told, readable=other["readable"])
    yield "languages exchanged", _with(told, readable={**copy, "zh": copy["en"], "en": copy["zh"]})
    for name in ("number", "title", "zone"):
        yield f"another {name}", _with(told, readable={**copy, name: copy[name] + "1"})
    for language in ("zh", "en"):
        one = copy[language]
        entries = one["entries"]
        ways = {
            "one entry fewer": entries[:-1],
            "one entry more": [*entries, entries[-1]],
            "entries turned round": entries[::-1],
            "another sentence": [{**entries[0], "text": "不实"}, *entries[1:]],
            "another person": [{**entries[0], "who": "li"}, *entries[1:]],
            "no details": [{**entries[0], "details": []}, *entries[1:]],
        }
        for name, entries in ways.items():
            readable = {**copy, language: {**one, "entries": entries}}
            yield f"{language}: {name}", _with(told, readable=readable)


def notes(told: Told, _: Told) -> Iterator[Changed]:
    """The checkpoint, and what stands under it."""
    note = told["checkpoint"]
    text, _blank, below = note.partition("\n\n")
    text += "\n"
    log, witness = below.splitlines(keepends=True)
    origin, size, root = text.splitlines()
    longer = f"{origin}\n{int(size) + 1}\n{root}\n"
    ways = {
        "unsigned": f"{text}\n",
        "without the log's signature": f"{text}\n{witness}",
        "without the witness's": f"{text}\n{log}",
        "signed by a stranger": f"{text}\n{STRANGER.sign(text)}{witness}",
        "signed twice": f"{text}\n{log}{log}{witness}",
        "cosigned twice": f"{text}\n{log}{witness}{witness}",
        "cosigned at another time": f"{text}\n{log}{_later(witness)}",
        "of one more event, signed anew by a stranger": f"{longer}\n{STRANGER.sign(longer)}",
        "of one more event": f"{longer}\n{below}",
        "a fourth line": f"{text}more\n\n{below}",
        "an empty line more": f"{text}\n\n{below}",
        "no end": note[:-1],
        "size with a nought before": note.replace(f"\n{size}\n", f"\n0{size}\n", 1),
        "another dash": note.replace("\N{EM DASH}", "-"),
        "two spaces": note.replace(f" {LOG.name} ", f" {LOG.name}  "),
        "of another log": note.replace(f"{origin}\n", "other.example/log\n", 1),
        "the witness under another name": note.replace(WITNESS.name, "other.example"),
        "the signature written otherwise": f"{text}\n{_malleable(log)}{witness}",
    }
    for name, way in ways.items():
        yield name, _with(told, checkpoint=way)


def _later(line: str) -> str:
    """The same signature, with another time before it."""
    head, raw = _raw(line)
    return _line(head, raw[:11] + bytes([raw[11] ^ 1]) + raw[12:])


def _malleable(line: str) -> str:
    """The second number of the signature, and the group's order added to it."""
    head, raw = _raw(line)
    number = int.from_bytes(raw[-32:], "little") + ORDER
    return _line(head, raw[:-32] + number.to_bytes(32, "little"))


def _raw(line: str) -> tuple[str, bytes]:
    head, _, told = line.strip().rpartition(" ")
    return head, b64decode(told)


def _line(head: str, raw: bytes) -> str:
    return f"{head} {b64encode(raw).decode()}\n"


def shapes(told: Told, _: Told) -> Iterator[Changed]:
    """Members missing, added, of another kind; bytes written in another way."""
    kinds: tuple[Any, ...] = (None, 0, "", [], {}, False, ["x"])
    for name in told:
        yield f"without {name}", written({one: told[one] for one in told if one != name})
        for value in kinds:
            yield f"{name} is {value!r}", _with(told, **{name: value})
    yield "a member more", written({**told, "more": 1})
    yield "a later format", _with(told, format="linkage-bundle/2")
    for name in told["events"][0]:
        changed = deepcopy(told)
        del changed["events"][0][name]
        yield f"a record without {name}", written(changed)
        for value in kinds:
            if value != told["events"][0][name]:
                yield f"a record's {name} is {value!r}", _put(told, 0, **{name: value})
    leaf, state = told["events"][0]["leaf"], told["events"][0]["state"]
    yield "a leaf in capitals", _put(told, 0, leaf=leaf.upper())
    yield "base64 with a space", _put(told, 0, state=state[:8] + " " + state[8:])
    yield "base64 with more at its end", _put(told, 0, state=state + "=")
    yield "base64 of addresses", _put(told, 0, state="-" + state[1:])


def _with(told: Told, **changes: Any) -> bytes:
    return written({**told, **changes})


def _put(told: Told, at: int, **changes: Any) -> bytes:
    events = [dict(one) for one in told["events"]]
    events[at].update(changes)
    return _with(told, events=events)
