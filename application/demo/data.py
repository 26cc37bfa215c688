"""What the demo is told from: town, matters and stories, as TOML files describe them."""

from functools import lru_cache
from typing import NamedTuple

from application.rulebook import read_toml, shipped
from domain.audit.words import Grade, Method, Risk
from domain.case.words import Outcome, PetitionKind, Track
from domain.rules.model import Code, Count, Part, Text

FOLDER = "demo"
LOCAL = "local"  # in a matter: the unit of the place where it happens


class UnitLine(Part, frozen=True, kw_only=True):
    """One unit of the town."""

    code: Code
    name: Text
    name_en: Text
    level: Code
    parent: Code
    unit_class: Text
    places: tuple[str, ...] = ()


class Place(Part, frozen=True, kw_only=True):
    """Where things happen: its village, the zone its arrival limits follow, what is found there."""

    name: Text
    short: Text
    unit: Code
    zone: Code
    kinds: tuple[str, ...]


class Person(Part, frozen=True, kw_only=True):
    """One who works in the town and may log in."""

    username: Code
    name: Text
    role: Text
    unit: Code


class PostLine(Part, frozen=True, kw_only=True):
    """Which units hold a post that response plans call on."""

    post: Code
    units: tuple[Code, ...]


class Town(Part, frozen=True, kw_only=True):
    """The whole town."""

    name: Text
    units: tuple[UnitLine, ...]
    posts: tuple[PostLine, ...]
    places: tuple[Place, ...]
    people: tuple[Person, ...]


class Matter(Part, frozen=True, kw_only=True, rename={"dispute_class": "class"}):
    """What somebody may report: words, the units it takes, how it ends."""

    category: Text
    title: Text
    where: tuple[str, ...]
    lead: Code
    supports: tuple[str, ...] = ()
    people: Count = 1
    outcome: Outcome
    narrative: Text
    measures: Text
    scene: str = ""
    reply: str = ""
    opinion: str = ""
    facts: str = ""
    grade: str = ""
    dispute_class: str = ""
    kind: PetitionKind | None = None
    accused: tuple[str, ...] = ()


class MatterFile(Part, frozen=True, kw_only=True):
    """All matters of one track."""

    track: Track
    matters: tuple[Matter, ...]


class StoryLine(Part, frozen=True, kw_only=True):
    """How often one story is told, about which matters, how long ago, and how far."""

    story: Text
    count: Count
    categories: tuple[str, ...] = ()
    kind: PetitionKind | None = None
    accused: str = ""
    outcome: Outcome | None = None
    days_ago: tuple[float, float] | None = None
    hours_ago: tuple[float, float] | None = None
    stop: str = ""

    @property
    def track(self) -> Track:
        """The track the story is about: the first part of its name."""
        return Track(self.story.partition(".")[0])

    def fits(self, matter: Matter) -> bool:
        """Whether the story can be told about this matter."""
        return (
            (not self.categories or matter.category in self.categories)
            and self.kind in (None, matter.kind)
            and self.outcome in (None, matter.outcome)
            and (not self.accused or self.accused in matter.accused)
        )


class StoryFile(Part, frozen=True, kw_only=True):
    """All stories."""

    stories: tuple[StoryLine, ...]


class SampleLine(Part, frozen=True, kw_only=True):
    """What is drawn; without a seed by the hash of the last record."""

    method: Method
    size: Count
    seed: str = ""
    units: tuple[Code, ...] = ()
    risks: tuple[Risk, ...] = ()


class FindingLine(Part, frozen=True, kw_only=True):
    """A finding, the answer to it, and what the auditor said after looking again; "": nothing.

    `days_ago` are before the story's end, `due_days` after it was said. It is on no
    matter unless on one with a feedback form of the unit.
    """

    unit: Text
    grade: Grade
    on_feedback: bool = False
    text: Text
    demand: Text
    days_ago: Count
    due_days: Count
    agreed: bool = False
    answer: str = ""
    answered_days_ago: Count = 1
    settled: bool = False
    look: str = ""
    looked_days_ago: Count = 1
    due_again_days: Count = 1


class AuditLine(Part, frozen=True, kw_only=True):
    """One audit of the last quarter; `examined` matters have nothing, `note` says so."""

    id: Code
    title: Text
    aim: Text
    days_ago: Count
    samples: tuple[SampleLine, ...]
    examined: Count
    note: Text
    findings: tuple[FindingLine, ...]
    closed_days_ago: Count | None = None
    conclusion: str = ""


class AuditFile(Part, frozen=True, kw_only=True):
    """All audits."""

    audits: tuple[AuditLine, ...]


class Book(NamedTuple):
    """Everything the demo is told from."""

    town: Town
    matters: dict[Track, tuple[Matter, ...]]
    stories: tuple[StoryLine, ...]
    texts: dict[str, str | list[str]]


@lru_cache(maxsize=1)
def load_book() -> Book:
    """The shipped town, matters, stories and phrases."""
    files = [read_toml(_text(track.value), MatterFile) for track in Track]
    return Book(
        town=read_toml(_text("town"), Town),
        matters={file.track: file.matters for file in files},
        stories=read_toml(_text("cases"), StoryFile).stories,
        texts=read_toml(_text("texts"), dict[str, str | list[str]]),
    )


def load_audits() -> tuple[AuditLine, ...]:
    """The shipped audits."""
    return read_toml(_text("audits"), AuditFile).audits


def _text(name: str) -> str:
    return shipped(f"{FOLDER}/{name}.toml")
