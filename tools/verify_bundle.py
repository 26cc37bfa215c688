#!/usr/bin/env python3
"""Decides whether a bundle of one case is genuine, without trusting whoever handed it over.

Stands alone: Python's standard library and the package `cryptography`, and nothing of the service.
Whom to trust comes from outside the bundle: the log's key, and the keys of witnesses.

    python3 verify_bundle.py CASE.bundle.json --log KEY [--witness KEY …]

The format is described in docs/verifier.md. Exit code 0: genuine; 1: refused; 2: asked wrongly.
"""

import argparse
import json
import os
import re
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from io import TextIOWrapper
from pathlib import Path
from typing import Any, Never

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

FORMAT = "linkage-bundle/1"
MOST_BYTES = 256 * 1024 * 1024
LARGEST = 2**53 - 1  # the largest whole number every reader of JSON keeps
PRIME = 2**255 - 19  # of the curve: a key's number is smaller
BUNDLE = ("format", "case", "events", "checkpoint", "readable")
SAYS = ("origin", "size", "root")  # the lines of a checkpoint
EVENT = ("seq", "version", "topic", "recorded_at", "state", "leaf", "proof")
READABLE = ("number", "title", "zone", "zh", "en")
COPY = ("centre", "stage", "entries")
ENTRY = ("version", "title", "text", "who", "details")
LANGUAGES = ("zh", "en")
CASE = re.compile(r"[0-9a-f]{32}")
HASH = re.compile(r"[0-9a-f]{64}")
TOPIC = re.compile(r"case\.[a-z@0-9-]+")
SIZE = re.compile(r"[1-9][0-9]{0,14}")
NAME = (
    "[^\\u0000-\\u0020+\\u007f-\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f"
    "\\u3000\\ufeff]+"
)
KEY = re.compile(f"({NAME})\\+([0-9a-f]{{8}})\\+([A-Za-z0-9+/=]+)")
LINE = re.compile(f"\N{EM DASH} ({NAME}) ([A-Za-z0-9+/=]+)")
LOG_KIND, WITNESS_KIND = 1, 4
KEY_ID, PUBLIC, HASHED, TIME, SIGNATURE = 4, 32, 32, 8, 64  # bytes
ENDING = len(',"sha256":""}\n') + 2 * HASHED


class Refused(Exception):
    """The bundle is not accepted; `code` says at which check, `about` where."""

    def __init__(self, code: str, about: str = "") -> None:
        super().__init__(f"{code} {about}".strip())
        self.code, self.about = code, about


def require(holds: object, code: str, about: str = "") -> None:
    """Refuse unless it holds."""
    if not holds:
        raise Refused(code, about)


# --- keys: name+id+base64 of one byte for the kind, and the public key ---


class Key:
    """Whose signatures are trusted."""

    def __init__(self, text: str, kind: int) -> None:
        """Errors: ValueError."""
        found = KEY.fullmatch(text.strip())
        if found is None:
            raise ValueError(text)
        raw = b64decode(found[3], validate=True)
        if len(raw) != 1 + PUBLIC or raw[0] != kind or b64encode(raw).decode() != found[3]:
            raise ValueError(text)
        self.name, self.id, self.public = found[1], bytes.fromhex(found[2]), raw[1:]
        told = self.name.encode() + b"\n" + raw
        number = int.from_bytes(self.public, "little") & (2**255 - 1)
        if sha256(told).digest()[:KEY_ID] != self.id or number >= PRIME:
            raise ValueError(text)

    def signed(self, signature: bytes, message: bytes) -> bool:
        """Whether this key signed the message."""
        try:
            Ed25519PublicKey.from_public_bytes(self.public).verify(signature, message)
        except InvalidSignature:
            return False
        return True


# --- one way of writing ---


def whole(text: str) -> int:
    """A number as it may be written."""
    number = int(text)
    require(0 <= number <= LARGEST, "form", text)
    return number


def no_number(text: str) -> Never:
    """Neither fractions nor what is no number."""
    raise Refused("form", text)


def written(value: object) -> bytes:
    """The bytes of a value, written in the one way there is."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def parse(data: bytes) -> dict[str, Any]:
    """What the file says, once it is whole and written in the one way."""
    body, end = data[:-ENDING], data[-ENDING:]
    require(end == b',"sha256":"%s"}\n' % sha256(body).hexdigest().encode(), "digest")
    try:
        told: dict[str, Any] = json.loads(
            (body + b"}").decode(),
            parse_int=whole,
            parse_float=no_number,
            parse_constant=no_number,
        )
        require(written(told) == body + b"}", "form")
    except (ValueError, RecursionError):  # no JSON, no UTF-8, or nothing anybody writes
        raise Refused("form") from None
    return told


def members(value: object, names: tuple[str, ...], about: str) -> None:
    """An object with exactly these members, in this order."""
    require(isinstance(value, dict) and tuple(value) == names, "form", about)


def texts(value: dict[str, Any], names: Sequence[str], about: str) -> None:
    """Members that are texts."""
    require(all(isinstance(value[name], str) for name in names), "form", about)


def listed(value: Any, about: str) -> list[Any]:
    """A list."""
    if not isinstance(value, list):
        raise Refused("form", about)
    return value


def number(value: object, about: str) -> None:
    """A whole number from 1."""
    require(type(value) is int and value > 0, "form", about)


def from_base64(text: str, code: str, about: str = "") -> bytes:
    """Bytes, from the one way of writing them."""
    try:
        raw = b64decode(text, validate=True)
    except ValueError:
        raise Refused(code, about) from None
    require(b64encode(raw).decode() == text, code, about)
    return raw


# --- the shape ---


def shaped(told: dict[str, Any]) -> None:
    """Errors: `Refused` where it is no bundle."""
    members(told, BUNDLE, "")
    texts(told, ("format", "case", "checkpoint"), "")
    require(told["format"] == FORMAT and CASE.fullmatch(told["case"]), "form", "format")
    for place, event in enumerate(listed(told["events"], "events"), start=1):
        shaped_event(event, str(place))
    require(len(told["events"]) > 1, "form", "events")
    shaped_copy(told["readable"])


def shaped_event(event: dict[str, Any], about: str) -> None:
    """One record."""
    members(event, EVENT, about)
    texts(event, ("topic", "state", "leaf"), about)
    for name in ("seq", "version", "recorded_at"):
        number(event[name], about)
    hashes = [event["leaf"], *listed(event["proof"], about)]
    require(all(isinstance(one, str) and HASH.fullmatch(one) for one in hashes), "form", about)
    require(TOPIC.fullmatch(event["topic"]), "form", about)


def shaped_copy(copy: dict[str, Any]) -> None:
    """The readable copy."""
    members(copy, READABLE, "readable")
    texts(copy, ("number", "title", "zone"), "readable")
    for language in LANGUAGES:
        members(copy[language], COPY, language)
        texts(copy[language], ("centre", "stage"), language)
        for entry in listed(copy[language]["entries"], language):
            shaped_entry(entry, language)


def shaped_entry(entry: dict[str, Any], about: str) -> None:
    """One record of the readable copy."""
    members(entry, ENTRY, about)
    texts(entry, ("title", "text", "who"), about)
    number(entry["version"], about)
    for pair in listed(entry["details"], about):
        require(list(map(type, listed(pair, about))) == [str, str], "form", about)


# --- the records, and that the tree has them ---


def leaf_of(case: str, event: dict[str, Any], state: bytes) -> bytes:
    """The leaf of a record, built again from what the bundle says of it."""
    entry = "{}\n{}\n{}\n{}\n{}\n{}\n".format(
        event["seq"],
        case,
        event["version"],
        event["topic"],
        event["recorded_at"],
        sha256(state).hexdigest(),
    )
    return sha256(b"\0" + entry.encode()).digest()


def root_by(leaf: bytes, index: int, size: int, path: Sequence[bytes]) -> bytes | None:
    """The root that a path leads to (RFC 9162, 2.1.3.2); None where it is no path to there."""
    found, last = leaf, size - 1
    for part in path:
        if last == 0:
            return None
        if index % 2 or index == last:
            found = sha256(b"\1" + part + found).digest()
            while not index % 2 and index:
                index, last = index // 2, last // 2
        else:
            found = sha256(b"\1" + found + part).digest()
        index, last = index // 2, last // 2
    return found if last == 0 else None


def proven(told: dict[str, Any], size: int, root: bytes) -> list[bytes]:
    """The stored bytes of each record, in order; each is in the tree, and none is missing."""
    states: list[bytes] = []
    before = {"seq": 0, "recorded_at": 0}
    for version, event in enumerate(told["events"], start=1):
        about = str(version)
        state = from_base64(event["state"], "form", about)
        leaf = leaf_of(told["case"], event, state)
        require(leaf.hex() == event["leaf"], "leaf", about)
        require(event["version"] == version, "order", about)
        require(event["seq"] > before["seq"], "order", about)
        require(event["recorded_at"] >= before["recorded_at"], "order", about)
        require(event["seq"] <= size, "proof", about)
        path = [bytes.fromhex(part) for part in event["proof"]]
        require(root_by(leaf, event["seq"] - 1, size, path) == root, "proof", about)
        states.append(state)
        before = event
    return states


def fact(state: bytes) -> dict[str, Any]:
    """A stored fact; nothing where it is none."""
    try:
        told = json.loads(state.decode(), parse_constant=no_number)
    except (ValueError, RecursionError, Refused):
        return {}
    return told if isinstance(told, dict) else {}


def is_number(value: object, expected: int) -> bool:
    """Whether it is that number, and no yes or no."""
    return type(value) in (int, float) and value == expected


def exported(told: dict[str, Any], states: Sequence[bytes]) -> dict[str, Any]:
    """The last record says that this very bundle left, so that none is cut off at its end."""
    first, last = fact(states[0]), fact(states[-1])
    copy, events = told["readable"], told["events"]
    before = len(events) - 1
    require(events[0]["topic"] == "case.received", "order", "1")
    require(events[-1]["topic"] == "case.data-exported", "export")
    require(last.get("what") == "bundle" and is_number(last.get("records"), before), "export")
    require(last.get("sha256") == sha256(written(copy)).hexdigest(), "readable")
    require(first.get("number") == copy["number"], "readable")
    for language in LANGUAGES:
        versions = [entry["version"] for entry in copy[language]["entries"]]
        require(versions == list(range(1, before + 1)), "readable", language)
    return last


# --- the checkpoint and who signed it ---


def signature_line(text: str) -> tuple[str, bytes, bytes]:
    """Whose signature, by which key's id, and the signature."""
    found = LINE.fullmatch(text)
    if found is None:
        raise Refused("checkpoint")
    raw = from_base64(found[2], "checkpoint")
    return found[1], raw[:KEY_ID], raw[KEY_ID:]


class Checkpoint:
    """How far the log goes, the root of its tree there, and signatures under both."""

    def __init__(self, note: str) -> None:
        """Errors: `Refused`."""
        text, blank, below = note.partition("\n\n")
        self.text, lines = text + "\n", text.split("\n")
        require(blank and below.endswith("\n"), "checkpoint")
        require(len(lines) == len(SAYS) and SIZE.fullmatch(lines[1]), "checkpoint")
        self.origin, self.size = lines[0], int(lines[1])
        self.root = from_base64(lines[2], "checkpoint")
        require(len(self.root) == HASHED, "checkpoint")
        self.lines = list(map(signature_line, below[:-1].split("\n")))

    def by(self, key: Key, code: str) -> bytes:
        """The signature of a key: there once, or the bundle is refused."""
        found = [line[2] for line in self.lines if line[:2] == (key.name, key.id)]
        require(len(found) == 1, code, key.name)
        return found[0]

    def require_log(self, key: Key) -> None:
        """The log signed it."""
        require(self.origin == key.name, "origin", self.origin)
        signature = self.by(key, "signature")
        require(key.signed(signature, self.text.encode()), "signature", key.name)

    def require_witness(self, key: Key) -> int:
        """A witness cosigned it; the time it says (seconds)."""
        found = self.by(key, "witness")
        require(len(found) == TIME + SIGNATURE, "witness", key.name)
        seconds = int.from_bytes(found[:TIME], "big")
        message = f"cosignature/v1\ntime {seconds}\n{self.text}".encode()
        require(key.signed(found[TIME:], message), "witness", key.name)
        return seconds

    def unknown(self, keys: Sequence[Key]) -> list[str]:
        """Whose signatures nobody gave a key for."""
        known = [(key.name, key.id) for key in keys]
        return sorted(line[0] for line in self.lines if line[:2] not in known)


def who(event: dict[str, Any]) -> str:
    """The account a fact was recorded by."""
    by = event.get("by")
    return str(by[0]) if isinstance(by, list) and by else ""


def verify(data: bytes, log: Key, witnesses: Sequence[Key] = ()) -> dict[str, Any]:
    """What a genuine bundle says. Errors: `Refused`."""
    require(len(data) <= MOST_BYTES, "digest")
    told = parse(data)
    shaped(told)
    checkpoint = Checkpoint(told["checkpoint"])
    states = proven(told, checkpoint.size, checkpoint.root)
    left = exported(told, states)
    checkpoint.require_log(log)
    times = {key.name: checkpoint.require_witness(key) for key in witnesses}
    return {
        "case": told["readable"]["number"],
        "title": told["readable"]["title"],
        "records": len(told["events"]),
        "last_record": told["events"][-1]["seq"],
        "exported_by": who(left),
        "purpose": str(left.get("purpose", "")),
        "recorded_at": told["events"][-1]["recorded_at"],
        "log": checkpoint.origin,
        "size": checkpoint.size,
        "root": checkpoint.root.hex(),
        "witnesses": times,
        "unchecked": checkpoint.unknown([log, *witnesses]),
    }


# --- for people ---

SAID: dict[str, dict[str, str]] = {
    "en": {
        "digest": "The file was changed or cut off: its own SHA-256 does not fit.",
        "form": "This is no bundle, or not written the way a bundle is ({about}).",
        "leaf": "Record {about} was changed: what it says does not give its leaf.",
        "order": "Record {about} is out of order, or a record before it is missing.",
        "proof": "Record {about} is not in the log that the checkpoint was signed for.",
        "export": "The last record does not say that this bundle left: its end is cut off.",
        "readable": "The readable copy is not the one that is on record.",
        "checkpoint": "The checkpoint is no checkpoint.",
        "origin": "The checkpoint is of another log: {about}.",
        "signature": "The checkpoint is not signed by the log: {about}.",
        "witness": "The witness {about} did not cosign this checkpoint. Once it has, let whoever"
        " exported the bundle save the same export again.",
        "genuine": "GENUINE: {case} {title}",
        "records": "{records} records, the last at position {last_record} of the log {log}.",
        "left": "Exported by {exported_by}, recorded {when}, for: {purpose}",
        "size": "Checkpoint: {size} records, root {root}",
        "cosigned": "Cosigned by {name}, {when}",
        "alone": "No witness key was given: whoever holds the log's key could keep two logs.",
        "unchecked": "Not checked, no key given for: {names}",
        "no key": "This is no key, or not a whole one: {key}",
        "no file": "This file can't be read: {file}",
    },
    "zh": {
        "digest": "文件已被改动或截断：自带的 SHA-256 不符。",
        "form": "这不是验证包，或写法不符合格式（{about}）。",
        "leaf": "第 {about} 条记录已被改动：内容与其叶哈希不符。",
        "order": "第 {about} 条记录次序不对，或前面缺少记录。",
        "proof": "第 {about} 条记录不在校验点所签署的记录库中。",
        "export": "最后一条不是本次导出的记录：结尾已被截去。",
        "readable": "可读副本与入库时登记的不一致。",
        "checkpoint": "校验点格式不符。",
        "origin": "校验点属于另一记录库：{about}。",
        "signature": "校验点没有记录库的有效签名：{about}。",
        "witness": "见证人 {about} 没有会签该校验点。待其会签后，请导出人重新保存同一次导出。",
        "genuine": "真实：{case} {title}",
        "records": "共 {records} 条记录，最后一条在记录库 {log} 的第 {last_record} 位。",
        "left": "导出人 {exported_by}，入库时间 {when}，用途：{purpose}",
        "size": "校验点：{size} 条记录，根哈希 {root}",
        "cosigned": "见证人 {name} 于 {when} 会签",
        "alone": "没有给出见证人公钥：仅凭记录库签名，不能排除其保有两套记录。",
        "unchecked": "未核验（没有给出公钥）：{names}",
        "no key": "这不是公钥，或不完整：{key}",
        "no file": "无法读取文件：{file}",
    },
}


def when(milliseconds: int) -> str:
    """A moment, in the zone of this machine; as it stands where no calendar has it."""
    try:
        moment = datetime.fromtimestamp(milliseconds // 1000, UTC).astimezone()
    except (OverflowError, ValueError, OSError):
        return str(milliseconds)
    return moment.strftime("%Y-%m-%d %H:%M:%S %z")


def told_of(found: dict[str, Any], said: dict[str, str]) -> Iterator[str]:
    """What a genuine bundle is told as."""
    yield said["genuine"].format(**found)
    yield said["records"].format(**found)
    yield said["left"].format(when=when(found["recorded_at"]), **found)
    yield said["size"].format(**found)
    for name, seconds in found["witnesses"].items():
        yield said["cosigned"].format(name=name, when=when(seconds * 1000))
    if not found["witnesses"]:
        yield said["alone"]
    if found["unchecked"]:
        yield said["unchecked"].format(names=", ".join(found["unchecked"]))


def text_of(given: str) -> str:
    """A key as it was given, or the first line of the file of that name."""
    path = Path(given)
    try:
        return path.read_text(encoding="utf-8").split("\n")[0] if path.is_file() else given
    except (OSError, ValueError):
        return given


def key_of(given: str, kind: int, said: dict[str, str]) -> Key:
    """The key given. Exits where it is none."""
    try:
        return Key(text_of(given), kind)
    except ValueError:
        sys.stderr.write(said["no key"].format(key=given) + "\n")
        sys.exit(2)


def arguments() -> argparse.Namespace:
    """What was asked."""
    parser = argparse.ArgumentParser(
        description="Decide whether a bundle of one case is genuine. 核验单个事项的验证包。",
        epilog="Keys are texts such as name+1a2b3c4d+Ab…, or files holding one. 公钥为文本或文件。",
    )
    parser.add_argument("bundle", help="the file 验证包文件")
    parser.add_argument("--log", required=True, metavar="KEY", help="the log's key 记录库公钥")
    parser.add_argument(
        "--witness",
        action="append",
        default=[],
        metavar="KEY",
        help="a witness who must have cosigned; again for more 见证人公钥，可重复",
    )
    spoken = "zh" if os.environ.get("LANG", "").startswith("zh") else "en"
    parser.add_argument("--lang", choices=("zh", "en"), default=spoken)
    parser.add_argument("--json", action="store_true", help="print JSON 输出 JSON")
    return parser.parse_args()


def main() -> None:
    """Verify one file and say what came of it."""
    if isinstance(sys.stdout, TextIOWrapper):  # what a machine can't show is no reason to fail
        sys.stdout.reconfigure(errors="backslashreplace")
    asked = arguments()
    said = SAID[asked.lang]
    log = key_of(asked.log, LOG_KIND, said)
    witnesses = [key_of(one, WITNESS_KIND, said) for one in asked.witness]
    try:
        data = Path(asked.bundle).read_bytes()
    except OSError:
        sys.exit(say_wrong(said["no file"].format(file=asked.bundle), 2))
    try:
        found = verify(data, log, witnesses)
    except Refused as refused:
        told = said[refused.code].format(about=refused.about or "?")
        if asked.json:
            say({"genuine": False, "code": refused.code, "about": refused.about, "text": told})
        sys.exit(say_wrong(told, 1))
    if asked.json:
        say({"genuine": True, **found})
    else:
        sys.stdout.write("\n".join(map(harmless, told_of(found, said))) + "\n")


def say(value: object) -> None:
    """Print JSON, in signs that every machine can show."""
    sys.stdout.write(json.dumps(value, indent=2) + "\n")


def say_wrong(text: str, code: int) -> int:
    """Say what is wrong; the exit code."""
    sys.stderr.write(harmless(text) + "\n")
    return code


def harmless(text: str) -> str:
    """Without signs that steer a terminal or turn writing round: a forger may have put them in."""
    return "".join(sign if sign.isprintable() else "\N{REPLACEMENT CHARACTER}" for sign in text)


if __name__ == "__main__":
    main()
