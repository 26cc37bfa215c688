"""Scoring rules in the log of either database: shipped once, decided on once, followed by all."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from application.assessment import recording
from application.desk import Desk
from application.migrate import migrate
from application.scoring import (
    activate_scoring,
    draft_scoring,
    issue_scoring,
    last_published,
    retire_scoring,
)
from application.scoringbook import STREAM, shipped_scoring
from application.settings import Settings
from domain import errors
from domain.assessment.course import events as course
from domain.assessment.periods import Quarter
from domain.case.events import Actor
from domain.case.words import Role
from domain.rules.model import RuleError

NOW = datetime(2026, 5, 6, 1, 2, tzinfo=UTC)
CHEN = Actor("chen", "centre", Role.SUPERVISOR)
LI = Actor("li", "centre", Role.LEADER)
FIRST = next(one.text for one in shipped_scoring() if one.rules.id == "unit-default")
SECOND = FIRST.replace("version = 1\n", "version = 2\n", 1).replace("minimum = 30", "minimum = 20")
AUTUMN = date(2026, 7, 1)


@pytest.fixture
def settings(data_dir: Path, database_url: str) -> Settings:
    """A migrated place on either database."""
    settings = Settings(data=data_dir, database_url=database_url)
    migrate(settings, lambda: NOW)
    return settings


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    """A process on it."""
    with closing(Desk(settings, lambda: NOW)) as desk:
        yield desk


def test_a_version_goes_from_draft_to_quarters_and_every_process_follows(
    settings: Settings, desk: Desk
) -> None:
    with closing(Desk(settings, lambda: NOW)) as other:
        # given what was shipped
        assert other.scoring.refs() == [
            "centre@1",
            "unit-default@1",
            "unit-hotline@1",
            "unit-petition@1",
        ]
        assert other.scoring.in_force("units", AUTUMN).ref == "unit-default@1"
        assert other.scoring.in_force("centre", AUTUMN).ref == "centre@1"
        # when a version is drafted, issued, and put in force
        draft_scoring(desk, SECOND, CHEN)
        assert "unit-default@2" not in other.scoring.refs()
        issue_scoring(desk, "unit-default@2", CHEN)
        activate_scoring(desk, "unit-default@2", Quarter(2026, 3), LI)
        # then another process scores by it, from that quarter on, without a restart
        assert other.scoring.in_force("units", AUTUMN).minimum == 20
        assert other.scoring.in_force("units", date(2026, 4, 1)).minimum == 30
        assert other.scoring.text("unit-default@2") == SECOND
        assert other.scoring.sha256("unit-default@2") != other.scoring.sha256("unit-default@1")


def test_migrating_again_records_nothing(settings: Settings, desk: Desk) -> None:
    before = desk.scoring.now().version
    migrate(settings, lambda: NOW)

    assert desk.scoring.now().version == before == 6  # four sets, two of them in force


def test_two_who_draft_at_once_leave_one_draft(settings: Settings, desk: Desk) -> None:
    texts = [SECOND.replace("minimum = 20", f"minimum = {n}") for n in range(21, 27)]

    def draft(text: str) -> None:
        with closing(Desk(settings, lambda: NOW)) as own:
            draft_scoring(own, text, CHEN)

    with ThreadPoolExecutor(3) as together:
        list(together.map(draft, texts))

    assert len(desk.log.stream(STREAM)) == 6 + len(texts)
    assert [one.state for one in desk.scoring.now().of("unit-default")] == ["issued", "draft"]


def test_what_is_unlawful_is_never_recorded(desk: Desk) -> None:
    before = desk.log.head()

    with pytest.raises(RuleError):
        draft_scoring(desk, SECOND.replace('title = "解决率"', 'title = "越级访"'), CHEN)
    assert desk.log.head() == before


def test_a_published_quarter_keeps_its_rules(desk: Desk) -> None:
    # given a quarter that was published
    quarter = Quarter(2026, 1)
    published = course.Published(
        at=NOW,
        by=LI,
        quarter=quarter.label,
        pins=(),
        seq=1,
        as_of=NOW,
        digest="d",
        signers=("chen", "li"),
    )
    recording.record(desk, quarter, LI, lambda _course, _at: [published])
    assert last_published(desk) == quarter
    # when other rules are put in force for it
    draft_scoring(desk, SECOND, CHEN)
    issue_scoring(desk, "unit-default@2", CHEN)
    # then only quarters after it take them
    with pytest.raises(errors.ScoringBackwards):
        activate_scoring(desk, "unit-default@2", quarter, LI)
    activate_scoring(desk, "unit-default@2", quarter.after, LI)
    assert desk.scoring.in_force("units", quarter.first).ref == "unit-default@1"


def test_nothing_of_what_is_used_is_retired(desk: Desk) -> None:
    retire_scoring(desk, "unit-hotline@1", "本中心不用", CHEN)

    assert desk.scoring.get("unit-hotline@1").ref == "unit-hotline@1"  # results still name it
    with pytest.raises(errors.ScoringInForce):
        retire_scoring(desk, "unit-default@1", "不用", CHEN)
