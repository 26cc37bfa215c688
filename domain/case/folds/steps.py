"""Which function folds which fact."""

from collections.abc import Callable
from typing import Any, TypeVar

from domain.case.events import Fact
from domain.case.state import Case

E = TypeVar("E", bound=Fact)
Step = Callable[[Case, E], None]

STEPS: dict[type[Fact], Callable[[Case, Any], None]] = {}


def on(kind: type[E]) -> Callable[[Step[E]], Step[E]]:
    """Register how a fact changes the state: assignments only, history can't be refused."""

    def register(step: Step[E]) -> Step[E]:
        STEPS[kind] = step
        return step

    return register
