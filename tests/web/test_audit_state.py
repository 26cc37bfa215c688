"""Replay leaves nothing out: whatever an event changes of a case is told, in both languages."""

from collections.abc import Iterator
from copy import deepcopy
from typing import Final

import msgspec
import pytest

from application.desk import Loaded
from application.store.rows import Row
from domain.case.events import TOPICS
from domain.case.fold import fold
from tests.domain.scenario import DESK, Story
from tests.domain.test_every_command import EXAMPLES, Example
from tests.web.talking import InLanguage, talking
from web.audit.lines import Line, changes, side_by_side
from web.audit.lines import Row as Shown
from web.audit.looking import Shut
from web.audit.replaying import changed
from web.audit.state import GROUPS, lines
from web.desk.standing import Standing

TOPIC_OF: Final = {kind: topic for topic, kind in TOPICS.items()}
# What the state keeps for later decisions alone; what follows from it is told where it shows.
INWARD: Final = frozenset(
    {
        *("version", "changed_at", "evidence", "since", "urged_over", "hand_offs", "checklist"),
        *("handling_units", "handlers_visits", "extensions", "opinion", "mediation"),
        *("contests", "false_entries", "unregistered", "closed", "closed_at", "attempted_at"),
    }
)


@pytest.fixture(scope="module")
def in_language(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InLanguage]:
    """A function that gives the context of a request in a language."""
    yield from talking(tmp_path_factory.mktemp("data"))


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("example", EXAMPLES, ids=lambda one: type(one.command).__name__)
def test_what_an_event_changes_is_told(
    example: Example, language: str, in_language: InLanguage
) -> None:
    story = example.given().when(example.command, by=example.by).then(*example.then)
    after = len(story.history)
    before = after - len(example.then)

    with in_language(language):
        now = _standing(story)
        told = changed(now, Shut(now), before, after)
        keys = [one.key for one in lines(now, Shut(now))]

    if _state(story, before) != _state(story, after):
        assert told, type(example.command).__name__
    assert len(keys) == len(set(keys))
    for row in told:
        assert row.label
        assert row.group in GROUPS
        assert "%(" not in str(row)


def test_a_line_that_is_the_same_at_both_moments_is_no_change() -> None:
    lead, stage = (
        Line("holders", "lead", "主办", ("派出所",)),
        Line("course", "stage", "阶段", ("签收",)),
    )
    closed = stage._replace(parts=("办结",))

    assert changes([lead, stage], [lead, stage]) == []
    assert [row.label for row in changes([lead, stage], [lead, closed])] == ["阶段"]
    assert len(side_by_side([lead, stage], [lead, closed])) == 2


def test_only_the_part_of_a_line_that_differs_is_marked() -> None:
    before = Line("limits", "arrive", "到场", ("派出所", "10:20 到期", "计时中"))
    after = before._replace(parts=("派出所", "10:20 到期", "10:15 完成"))

    (row,) = changes([before], [after])

    assert [part.text for part in row.before if part.differs] == ["计时中"]
    assert [part.text for part in row.after if part.differs] == ["10:15 完成"]


def test_what_was_there_at_one_moment_only_stands_on_one_side() -> None:
    gone = Line("holders", "support", "协办", ("司法所",))

    (row,) = changes([gone], [])

    assert row == Shown("holders", "support", "协办", row.before, ())
    assert row.differs


def _standing(story: Story) -> Standing:
    case = fold(story.case.id, story.history)
    return Standing(Loaded(case, _rows(story), list(story.history)), story.context(DESK))


def _rows(story: Story) -> list[Row]:
    return [
        Row(number, story.case.id, number, TOPIC_OF[type(event)], b"", 0)
        for number, event in enumerate(story.history, start=1)
    ]


def _state(story: Story, version: int) -> object:
    """What is kept of the case after so many events, apart from what only decisions look at."""
    case = fold(story.case.id, deepcopy(story.history[:version]))
    state = msgspec.to_builtins(case, enc_hook=str)
    return {name: value for name, value in state.items() if name not in INWARD}
