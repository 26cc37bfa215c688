"""A key as somebody gives it to a command: its line, or a file that has it."""

from pathlib import Path

from application.proofs.notes import MOST_BYTES

KEY_SIGN = "+"


def key_text(told: str) -> str:
    """The line."""
    path = Path(told)
    if KEY_SIGN not in told or path.is_file():
        return path.read_text()[:MOST_BYTES]
    return told
