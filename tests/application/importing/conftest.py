"""A desk on both databases, and files as people's systems export them."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from application.desk import Desk
from application.migrate import migrate
from application.settings import Settings

Write = Callable[[str], Path]

MAPPING = """
id = "town"
key = "no"

[times]
zone = "Asia/Shanghai"

[[units]]
code = { column = "unit" }
name = { template = "{unit} station" }
level = "town"
parent = "centre"

[receive]
at = "received"
track = "emergency"
channel = { column = "channel", map = "channel" }
title = { column = "title" }
title_fallback = "Call to the centre"
narrative = { column = "words" }
people = { column = "people" }

[[steps]]
do = "Dispatch"
at = "sent"
unit = { column = "unit" }
role = { first = "lead", then = "support" }

[[steps]]
do = "Arrive"
at = "arrived"
by = { unit = { column = "unit" } }
dispatch = { dispatch_of = "unit" }

[[steps]]
do = "GiveFeedback"
at = "done"
by = { unit = { column = "unit" } }
dispatch = { dispatch_of = "unit" }
outcome = "handled"

[values.channel]
call = "phone"
desk = "visit"
"""

HEAD = "no,received,channel,title,words,people,unit,sent,arrived,done"


@pytest.fixture
def desk(data_dir: Path, database_url: str) -> Iterator[Desk]:
    """A migrated place's desk."""
    settings = Settings(data=data_dir, database_url=database_url)
    migrate(settings)
    desk = Desk(settings)
    yield desk
    desk.close()


@pytest.fixture
def export(tmp_path: Path) -> Write:
    """A function that writes these rows below the town's header."""

    def write(rows: str) -> Path:
        file = tmp_path / "export.csv"
        lines = [HEAD, *(line.strip() for line in rows.strip().splitlines())]
        file.write_text("\n".join(lines), encoding="utf-8")
        return file

    return write
