"""Which passwords are good enough, said before one is taken; and how they are kept."""

import re
import secrets
import unicodedata
from collections.abc import Iterable
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from application.accounts.problems import AccountError

SHORTEST: Final = 10
LONGEST: Final = 200
# So many signs have to be left once what anybody would try first is taken away.
LEFT: Final = 6
DIFFERENT: Final = 5
RUN: Final = 3  # signs in a row that follow from each other

# What people choose when they are made to choose; compared without case and without spaces.
COMMON: Final = (
    "password",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "administrator",
    "administration",
    "admin",
    "welcome",
    "letmein",
    "iloveyou",
    "changeme",
    "default",
    "secret",
    "monkey",
    "dragon",
    "master",
    "linkage",
    "woaini",
    "wodemima",
    "mima",
    "liandong",
    "zhongxin",
    "zongzhi",
    "wangge",
    "5201314",
    "1314520",
    "我爱你",
    "密码",
)
# Neighbours on the keyboard, and the signs above the digits.
ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm", "1qaz2wsx3edc4rfv5tgb6yhn", "!@#$%^&*()")
ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that reads like something else
GROUPS, LETTERS = 3, 4


def check(password: str, own: Iterable[str] = ()) -> None:
    """Errors: `AccountError` password-short, password-long, password-own, password-guessable.

    `own` are the names a guesser would try for this account: its own, the centre's.
    """
    if len(password) < SHORTEST:
        raise AccountError("password-short", least=SHORTEST)
    if len(password) > LONGEST:
        raise AccountError("password-long", most=LONGEST)
    plain = _plain(password)
    if len(_without(plain, map(_plain, own))) < LEFT:
        raise AccountError("password-own")
    left = _without(plain, COMMON)
    if _surprises(left) < LEFT or len(set(left)) < DIFFERENT or left.isdecimal():
        raise AccountError("password-guessable")


def normal(password: str) -> str:
    """The same signs however a keyboard or an input method put them together."""
    return unicodedata.normalize("NFKC", password)


def kept(hasher: PasswordHasher, password: str) -> str:
    """What may lie in a database."""
    return hasher.hash(normal(password))


def fits(hasher: PasswordHasher, stored: str, password: str) -> bool:
    """Whether this is the password; as slow for a wrong one as for the right one."""
    try:
        return hasher.verify(stored, normal(password))
    except (VerificationError, InvalidHashError):
        return False


def new_password() -> str:
    """A password that can be read out and typed: `k7mq-x3pd-92wv`."""
    groups = ["".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS)]
    return "-".join(groups)


def _plain(text: str) -> str:
    return "".join(normal(text).casefold().split())


def _without(text: str, words: Iterable[str]) -> str:
    for word in sorted((word for word in words if len(word) > 1), key=len, reverse=True):
        text = text.replace(word, "")
    return text


def _surprises(text: str) -> int:
    """How many signs are no mere continuation of those before them."""
    runs = re.sub(r"(.)\1+", r"\1", text)
    taken = 0
    place = 0
    while place < len(runs):
        length = _run(runs, place)
        taken += 1 if length >= RUN else length
        place += length
    return taken


def _run(text: str, start: int) -> int:
    """How many signs from here follow from each other: abc, 321, qwer."""
    end = start + 1
    step = 0
    while end < len(text):
        now = _step(text[end - 1], text[end])
        if now == 0 or (step and now != step):
            break
        step, end = now, end + 1
    return end - start


def _step(one: str, other: str) -> int:
    if abs(ord(other) - ord(one)) == 1:
        return ord(other) - ord(one)
    for row in ROWS:
        if one + other in row:
            return 2
        if other + one in row:
            return -2
    return 0
