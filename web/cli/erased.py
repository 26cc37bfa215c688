"""The register of erasures and holds, as `linkage erase list` tells it."""

from typing import Any

import click

from domain.privacy.events import ErasedListed, RegisterEvent
from domain.privacy.state import Register
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.output import print_table

NOTHING = Text("Nothing waits to be decided.", "没有待决定的删除申请。")
WAITS = Text("Waits to be decided", "待决定")
WAITING = (Text("Case", "事项"), Text("Record", "记录"), Text("Since", "提出时间"))
HOLDS = Text("Held: nothing may be erased", "保全中：任何信息不得删除")
HOLDING = (Text("Case", "事项"), Text("Hold", "保全"), Text("Since", "设置时间"))
DONE = Text("Erased", "已删除")
ERASURES = (
    Text("Case", "事项"),
    Text("Record", "记录"),
    Text("Whose", "对象"),
    Text("When", "删除时间"),
    Text("Copies", "副本清除"),
)
PURGED, UNPURGED = Text("all gone", "已全部清除"), Text("not finished yet", "尚未完成")


def tell(register: Register) -> None:
    """What waits, what is held, what was erased."""
    if not register.waiting:
        click.echo(NOTHING())
    asked = [(one.number, str(one.record), _when(one)) for one in register.waiting.values()]
    held = [(one.number, str(one.hold), _when(one)) for one in register.holds.values()]
    gone = [_erasure(one, place in register.unpurged) for place, one in register.erased.items()]
    for title, heads, rows in (
        (WAITS, WAITING, asked),
        (HOLDS, HOLDING, held),
        (DONE, ERASURES, gone),
    ):
        if rows:
            click.echo(title())
            print_table([str(head) for head in heads], rows)


def whole(register: Register) -> dict[str, Any]:
    """All of it, by the names of its parts."""
    return {
        "waiting": list(register.waiting.values()),
        "holds": list(register.holds.values()),
        "erased": list(register.erased.values()),
        "unfinished": len(register.unfinished),
    }


def _when(one: RegisterEvent) -> str:
    return f"{one.at.astimezone(zone()):%F %H:%M}"


def _erasure(one: ErasedListed, unfinished: bool) -> tuple[str, ...]:  # noqa: FBT001 - one of two words
    about = UNPURGED if unfinished else PURGED
    return one.number, str(one.record), one.person, _when(one), str(about)
