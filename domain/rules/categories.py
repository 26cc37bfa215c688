"""The tree of categories by which matters are sorted: groups, and the leaves a case may have."""

from collections import Counter

from msgspec import Struct

from domain.rules.model import Part, RuleError, Text, Track
from domain.rules.tasks import forbidden_task


class Category(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One node of the tree; `parent` is the code of its group, "" for a group itself."""

    code: str
    name: str
    name_en: str
    tracks: tuple[Track, ...]
    parent: str = ""


class RepeatedCode(RuleError):
    """A code that stands more than once in a tree."""

    def __init__(self, code: str, times: int) -> None:
        super().__init__(f"groups ({code})", f"the code {code!r} stands {times} times")


class UnlawfulTask(RuleError):
    """A name that makes a task of following people, holding them or sending them back."""

    def __init__(self, code: str, word: str) -> None:
        super().__init__(f"groups ({code})", f"{word!r} is no task of a linkage centre")


class Leaf(Part, frozen=True, kw_only=True):
    """A category as its file says it; without tracks it has those of its group."""

    code: Text
    name: Text
    name_en: Text
    tracks: tuple[Track, ...] = ()


class Group(Part, frozen=True, kw_only=True):
    """A group of categories as its file says it."""

    code: Text
    name: Text
    name_en: Text
    tracks: tuple[Track, ...]
    categories: tuple[Leaf, ...]


class CategoryFile(Part, frozen=True, kw_only=True):
    """A file of categories."""

    groups: tuple[Group, ...]


def tree(file: CategoryFile) -> tuple[Category, ...]:
    """Every group followed by its leaves. Errors: `RuleError` for a code that stands twice."""
    nodes = tuple(node for group in file.groups for node in _branch(group))
    for code, times in Counter(node.code for node in nodes).items():
        if times > 1:
            raise RepeatedCode(code, times)
    for node in nodes:
        if word := forbidden_task(node.name):
            raise UnlawfulTask(node.code, word)
    return nodes


def _branch(group: Group) -> tuple[Category, ...]:
    root = Category(code=group.code, name=group.name, name_en=group.name_en, tracks=group.tracks)
    return (root, *(_leaf(group, leaf) for leaf in group.categories))


def _leaf(group: Group, leaf: Leaf) -> Category:
    return Category(
        code=leaf.code,
        name=leaf.name,
        name_en=leaf.name_en,
        tracks=leaf.tracks or group.tracks,
        parent=group.code,
    )
