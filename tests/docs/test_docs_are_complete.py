"""The documents name everything they are about."""

from pathlib import Path

import msgspec
import pytest

from application.codec import TOPICS
from application.settings import PREFIX, Settings
from domain import errors

DOCS = Path(__file__).parents[2] / "docs"


def _refusals(kind: type[errors.DomainError] = errors.DomainError) -> set[str]:
    below = kind.__subclasses__()
    return {one.code for one in below}.union(*map(_refusals, below))


@pytest.mark.parametrize("topic", sorted(TOPICS))
def test_every_event_topic_is_described(topic: str) -> None:
    assert f"| `{topic}` | " in (DOCS / "events.md").read_text()


@pytest.mark.parametrize("code", sorted(_refusals()))
def test_every_refusal_is_described(code: str) -> None:
    assert f"| `{code}` | " in (DOCS / "refusals.md").read_text()


@pytest.mark.parametrize("field", [field.name for field in msgspec.structs.fields(Settings)])
def test_every_setting_is_described(field: str) -> None:
    assert f"`{PREFIX}{field.upper()}`" in (DOCS / "operators.md").read_text()


def test_links_between_documents_lead_somewhere() -> None:
    pages = [*DOCS.glob("*.md"), DOCS.parent / "README.md"]
    links = {
        (page.name, target)
        for page in pages
        for target in _relative_links(page.read_text())
        if not (page.parent / target).exists()
    }

    assert links == set()


def _relative_links(text: str) -> list[str]:
    targets = [piece.split(")", 1)[0] for piece in text.split("](")[1:]]
    return [target.split("#")[0] for target in targets if target and "://" not in target]
