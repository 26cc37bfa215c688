"""What is said on the telephone at a return visit: texts by track and class, in both languages."""

from domain.rules.model import Code, Count, Part, RuleError, Text, Track
from domain.rules.tasks import forbidden_task


class Line(Part, frozen=True, kw_only=True):
    """One thing to say or to ask, in Chinese and in English; {names} are filled from the case."""

    zh: Text
    en: Text


class Script(Part, frozen=True, kw_only=True):
    """What to say, line by line, for cases of these tracks and classes; empty means any."""

    tracks: tuple[Track, ...] = ()
    classes: tuple[str, ...] = ()
    lines: tuple[Line, ...]


class VisitScripts(Part, frozen=True, kw_only=True):
    """One version of the scripts of a centre."""

    id: Code
    version: Count
    title: Text
    scripts: tuple[Script, ...]

    @property
    def ref(self) -> str:
        """Name and version, e.g. "visits@1"."""
        return f"{self.id}@{self.version}"


# What a line may name; people are not among it.
NAMES = frozenset({"number", "title", "received", "closed", "unit", "outcome", "centre"})


def checked(scripts: VisitScripts) -> VisitScripts:
    """The same. Errors: `RuleError` for lines missing, for any case none, for a forbidden task."""
    if not any(not one.tracks and not one.classes for one in scripts.scripts):
        raise RuleError("scripts", "write one script without tracks and classes, for all others")
    for n, script in enumerate(scripts.scripts):
        if not script.lines:
            raise RuleError(f"scripts[{n}].lines", "write at least one line")
        for m, line in enumerate(script.lines):
            _check_line(line, f"scripts[{n}].lines[{m}]")
    return scripts


def _check_line(line: Line, path: str) -> None:
    word = forbidden_task(line.zh, line.en)
    if word:
        raise RuleError(path, f"nobody may be given this task against those who come: {word}")
    for text in (line.zh, line.en):
        unknown = _named(text) - NAMES
        if unknown:
            known = ", ".join(sorted(NAMES))
            raise RuleError(path, f"there is no {{{min(unknown)}}}; write one of: {known}")


def _named(text: str) -> set[str]:
    parts = (part.partition("}")[0] for part in text.split("{")[1:])
    return {part for part in parts if part}


def script_for(scripts: VisitScripts, track: str, dispute_class: str) -> Script:
    """The most particular script that fits; naming the class goes before the track."""
    fitting = [one for one in scripts.scripts if _fits(one, track, dispute_class)]
    return max(fitting, key=lambda one: (bool(one.classes), bool(one.tracks)))


def _fits(script: Script, track: str, dispute_class: str) -> bool:
    of_track = not script.tracks or track in script.tracks
    return of_track and (not script.classes or dispute_class in script.classes)
