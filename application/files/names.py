"""The name of a file, as near to what its sender called it as every other computer allows."""

import re
import unicodedata
from typing import Final

from application.files.kinds import Kind

MOST: Final = 120  # signs
FALLBACK: Final = "file"
_TURNING: Final = re.compile("[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
_FOR_FOLDERS: Final = re.compile(r"[/\\:*?\"<>|]")
_EXTENSION: Final = re.compile(r"[A-Za-z0-9]{1,5}")


def clean(name: str) -> str:
    """Without folders, signs nobody sees, signs no file name may have, and not too long."""
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    seen = "".join(" " if sign.isspace() else sign for sign in last if not _hidden(sign))
    plain = re.sub(r" +", " ", _FOR_FOLDERS.sub("_", seen)).strip(" .")
    stem, extension = split(plain)
    short = stem[: MOST - len(extension) - 1].strip(" .") or FALLBACK
    return f"{short}.{extension}" if extension else short


def _hidden(sign: str) -> bool:
    if sign in "\n\r\t":
        return False
    return unicodedata.category(sign) in ("Cc", "Cs", "Co", "Cn") or bool(_TURNING.match(sign))


def split(name: str) -> tuple[str, str]:
    """The name and its extension, which is a few letters or digits, or none."""
    stem, _, last = name.rpartition(".")
    if stem and _EXTENSION.fullmatch(last) and not last.isdecimal():
        return stem, last
    return name, ""


def fitting(name: str, kind: Kind) -> str:
    """The cleaned name with an extension that says what the file is."""
    stem, extension = split(clean(name))
    return f"{stem}.{extension if extension.lower() in kind.extensions else kind.extensions[0]}"
