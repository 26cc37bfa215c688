"""Why a bundle can't be had, and what to do."""

from typing import Final

from web.wording import LazyString, _l

_ALTERED = _l(
    "The log does not fit the checkpoint that was signed of it. Let nobody change anything, and "
    "ask for `linkage verify --all`."
)
PROBLEMS: Final[dict[str, LazyString]] = {
    "no-export": _l("There is no such export. Export the matter here."),
    "not-covered": _l(
        "No checkpoint covers this export yet. Look again in a moment; if it stays so, ask the "
        "administrator whether the signer runs."
    ),
    "copy-moved": _l(
        "Names of units or people were changed since, so the copy to read is no longer the one on "
        "record. Export the matter once more."
    ),
    "leaf": _ALTERED,
    "order": _ALTERED,
    "proof": _ALTERED,
    "export": _ALTERED,
    "readable": _ALTERED,
    "checkpoint": _ALTERED,
}
