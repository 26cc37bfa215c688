"""A process that writes until it is killed, and says on its output what it was told is recorded."""

import sys
from pathlib import Path

from application.desk import Act, Desk
from application.settings import Settings
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.record import Note
from domain.case.words import Channel, Track
from projections.bootstrap import open_service

DESK = Actor("zhang", "centre", "operator")
CALL = Receive(number="", track=Track.EMERGENCY, channel=Channel.PHONE, title="老街电动车起火")


def write(desk: Desk, first: int) -> None:
    """Forms from this number on, each a case and a remark under keys of their own."""
    number = first
    while True:
        say("sent", number)
        recorded = desk.receive(CALL, Act(by=DESK, key=f"case-{number}"))
        note = Note(label=f"{number}")
        desk.execute(recorded.case_id, note, Act(by=DESK, key=f"note-{number}"))
        say("recorded", number)
        number += 1


def say(word: str, number: int) -> None:
    """One line at once, so that it outlives the process."""
    sys.stdout.write(f"{word} {number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    folder, url, first = sys.argv[1:]
    service = open_service(Settings(data=Path(folder), database_url=url))
    write(service.desk, int(first))
