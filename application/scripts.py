"""The scripts of return visits: those shipped, or the centre's own in their place."""

from functools import lru_cache
from pathlib import Path
from typing import Final, NamedTuple

from application.rulebook import read_toml, shipped
from domain.rules.model import RuleError
from domain.rules.scripts import VisitScripts, checked

NAME: Final = "visit-scripts.toml"
LARGEST: Final = 200_000  # bytes


class Scripts(NamedTuple):
    """Those in use; `problem` says what is wrong with the centre's own, if they can't be."""

    used: VisitScripts
    problem: str = ""


def scripts_of(data: Path) -> Scripts:
    """The centre's own stand in its data directory; wrong ones are told, and not used."""
    own = data / NAME
    try:
        found = own.stat()
    except OSError:
        return Scripts(_shipped())
    return _own(own, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1)
def _shipped() -> VisitScripts:
    return parse(shipped(NAME))


@lru_cache(maxsize=4)
def _own(path: Path, _: int, size: int) -> Scripts:
    """Read once, and again when the file is another."""
    try:
        return Scripts(parse(_text(path, size)))
    except (RuleError, OSError, UnicodeDecodeError) as error:
        return Scripts(_shipped(), f"{path.name}: {error}")


def _text(path: Path, size: int) -> str:
    if size > LARGEST:
        raise RuleError("", f"the file is larger than {LARGEST} bytes")
    return path.read_text("utf-8")


def parse(text: str) -> VisitScripts:
    """The scripts a TOML text describes. Errors: `RuleError` with the place and what to write."""
    return checked(read_toml(text, VisitScripts))
