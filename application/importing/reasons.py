"""Why something did not come in, in words, Chinese and English."""

import tomllib
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=1)
def _texts() -> dict[str, dict[str, str]]:
    return tomllib.loads(files(__package__).joinpath("reasons.toml").read_text(encoding="utf-8"))


def reason(code: str, language: str, data: dict[str, Any]) -> str:
    """The sentence for a code in "zh" or "en"; the code and its data where there is none."""
    text = _texts().get(code, {}).get(language)
    try:
        return text.format_map(data) if text else _plain(code, data)
    except KeyError:
        return _plain(code, data)


def _plain(code: str, data: dict[str, Any]) -> str:
    about = ", ".join(f"{name}={value}" for name, value in data.items())
    return f"{code} ({about})" if about else code
