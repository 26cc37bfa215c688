"""The signer's folder: its key, how far it followed the log, every note it ever signed."""

from pathlib import Path
from typing import Any

import msgspec

from application.proofs.errors import Refused
from application.proofs.notes import VerifierKey
from application.proofs.tree import Frontier
from application.settings import Settings
from application.signing.growth import Followed
from application.signing.holding import replace

KEY = "log.key"
VKEY = "log.vkey"
STATE = "state.json"
NOTES = "checkpoints.txt"


def folder_of(settings: Settings) -> Path:
    """Beside the service's data, never within: a copy of the one is no copy of the other."""
    if settings.signer:
        return Path(settings.signer)
    data = settings.data.absolute()
    return data.with_name(f"{data.name}-signer")


class State(msgspec.Struct, frozen=True, kw_only=True):
    """What was signed last. Times are milliseconds since the epoch; `note` is "" before the first.

    `pushed` says how far each place got it, `looked` when the whole log was last gone through.
    """

    tree: dict[str, Any]
    recorded: int = 0
    note: str = ""
    looked: int = 0
    pushed: dict[str, int] = {}

    @property
    def followed(self) -> Followed:
        """The tree so far. Errors: `Refused` state-damaged."""
        try:
            return Followed(Frontier.from_json(self.tree), self.recorded)
        except (KeyError, TypeError, ValueError):
            raise Refused("state-damaged") from None

    @property
    def size(self) -> int:
        """How many events were signed for."""
        return self.followed.tree.size


def begin(folder: Path, key: VerifierKey) -> None:
    """Write what is there before anything is signed, and the key others check by."""
    write(folder, State(tree=Frontier().to_json()))
    replace(folder / VKEY, f"{key}\n".encode())


def half_begun(folder: Path) -> bool:
    """A crash came between its key and its state, and nothing was ever signed."""
    return (folder / KEY).exists() and not any((folder / one).exists() for one in (STATE, NOTES))


def read(folder: Path) -> State:
    """Errors: `Refused` not-begun, state-damaged: without its state a signer signs nothing."""
    try:
        return msgspec.json.decode((folder / STATE).read_bytes(), type=State)
    except FileNotFoundError:
        raise Refused("not-begun", folder=str(folder)) from None
    except msgspec.DecodeError:
        raise Refused("state-damaged") from None


def write(folder: Path, state: State) -> None:
    """On disk before anybody gets to see what was signed."""
    replace(folder / STATE, msgspec.json.format(msgspec.json.encode(state)))
