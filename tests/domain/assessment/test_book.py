"""The book of scoring rules: drafted, issued by one, put in force by another, retired."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

import msgspec
import pytest
from hypothesis import given as with_given
from hypothesis import strategies as st

from domain import errors
from domain.assessment.book import decisions
from domain.assessment.book import events as e
from domain.assessment.book.decisions import BEGINNING, Written
from domain.assessment.book.state import Book, Span, fold
from domain.assessment.model import Subject
from domain.assessment.periods import Quarter
from domain.case.events import Actor
from domain.case.words import Role
from tests.domain.assessment import given

NOW = datetime(2026, 5, 6, 1, 2, tzinfo=UTC)
RUNNING = Quarter(2026, 2)
CHEN = Actor("chen", "centre", Role.SUPERVISOR)
SUN = Actor("sun", "centre", Role.SUPERVISOR)
LI = Actor("li", "centre", Role.LEADER)
HE = Actor("he", "pcs", Role.LEADER)
ROOT = Actor("root", "centre", Role.ADMIN)
SYSTEM = Actor("system", "centre", "system")


def said(
    name: str = "town", version: int = 1, subject: Subject = "units", word: str = ""
) -> Written:
    """A version of a set; its text is as good as any here."""
    rules = msgspec.structs.replace(given.rules(), id=name, version=version, subject=subject)
    return Written(rules, f"{rules.ref} {word}", f"hash of {rules.ref} {word}")


@dataclass
class Books:
    """A book that tests write in."""

    book: Book = field(default_factory=Book)

    def _add(self, events: list[e.BookEvent]) -> int:
        self.book = fold(events, self.book)
        return len(events)

    def ship(self, *sets: Written, first: Iterable[str] = ("town",)) -> int:
        return self._add(decisions.ship(self.book, sets, frozenset(first), NOW, SYSTEM))

    def draft(self, written: Written, by: Actor = CHEN) -> int:
        return self._add(decisions.draft(self.book, written, NOW, by))

    def issue(self, written: Written, by: Actor = CHEN) -> int:
        return self._add(decisions.issue(self.book, written.rules.ref, written, NOW, by))

    def activate(
        self, ref: str, since: Quarter, by: Actor = LI, published: Iterable[Quarter] = ()
    ) -> int:
        return self._add(decisions.activate(self.book, ref, since, published, NOW, by))

    def retire(self, ref: str, by: Actor = CHEN, reason: str = "不再使用") -> int:
        return self._add(decisions.retire(self.book, ref, reason, RUNNING, NOW, by))

    def issued(self, *versions: Written) -> None:
        for written in versions:
            self.draft(written)
            self.issue(written)

    def holding(self, year: int, number: int) -> str:
        return self.book.in_force("units", Quarter(year, number).first)


@pytest.fixture
def books() -> Books:
    """A centre that began with one set."""
    found = Books()
    found.ship(said())
    return found


def test_what_is_shipped_holds_from_the_beginning(books: Books) -> None:
    assert books.holding(1990, 1) == "town@1"
    assert books.holding(2026, 2) == "town@1"
    assert books.book.in_force("centre", NOW.date()) == ""


def test_shipping_again_changes_nothing(books: Books) -> None:
    assert books.ship(said()) == 0


def test_a_shipped_set_beside_the_first_waits_until_it_is_chosen(books: Books) -> None:
    books.ship(said("hotline"))

    assert books.book.versions["hotline@1"].state == "issued"
    assert books.book.spans_of("hotline@1") == []


def test_a_new_version_that_is_shipped_waits_too(books: Books) -> None:
    assert books.ship(said(version=2)) == 1
    assert books.holding(2027, 1) == "town@1"


def test_a_shipped_number_the_centre_used_itself_is_left_out(books: Books) -> None:
    books.draft(said(version=2, word="ours"))

    assert books.ship(said(version=2)) == 0


def test_a_draft_holds_for_nobody(books: Books) -> None:
    books.draft(said(version=2))

    assert books.holding(2026, 3) == "town@1"
    with pytest.raises(errors.ScoringUnknown):
        books.activate("town@2", Quarter(2026, 3))


def test_a_draft_is_written_anew_in_its_own_place(books: Books) -> None:
    books.draft(said(version=2))
    books.draft(said(version=2, word="better"), by=SUN)

    draft = books.book.draft("town")
    assert draft is not None
    assert (draft.text, draft.by) == ("town@2 better", SUN)
    assert len(books.book.of("town")) == 2


def test_the_same_draft_again_changes_nothing(books: Books) -> None:
    books.draft(said(version=2))

    assert books.draft(said(version=2), by=SUN) == 0


@pytest.mark.parametrize("version", [1, 3])
def test_a_draft_bears_the_next_number(books: Books, version: int) -> None:
    with pytest.raises(errors.ScoringOutOfTurn) as caught:
        books.draft(said(version=version))
    assert caught.value.data["next"] == 2


def test_a_set_keeps_whom_it_scores(books: Books) -> None:
    with pytest.raises(errors.ScoringSubjectFixed):
        books.draft(said(version=2, subject="centre"))


def test_a_set_of_the_centres_own_begins_with_one(books: Books) -> None:
    books.issued(said("ours"))

    assert books.book.ids() == ["town", "ours"]


def test_an_issued_version_is_issued_once(books: Books) -> None:
    books.issued(said(version=2))

    assert books.issue(said(version=2)) == 0
    assert books.book.draft("town") is None


def test_another_person_puts_it_in_force_from_a_quarter_on(books: Books) -> None:
    books.issued(said(version=2))
    books.activate("town@2", Quarter(2026, 3))

    assert books.holding(2026, 2) == "town@1"
    assert books.holding(2026, 3) == "town@2"
    assert books.holding(2031, 1) == "town@2"
    assert books.book.spans_of("town@1") == [Span("town@1", BEGINNING.first, date(2026, 7, 1))]


def test_who_issued_it_does_not_put_it_in_force(books: Books) -> None:
    books.draft(said(version=2))
    books.issue(said(version=2), by=Actor("li", "centre", Role.SUPERVISOR))

    with pytest.raises(errors.OwnScoringRules):
        books.activate("town@2", Quarter(2026, 3))


def test_it_is_never_put_in_force_for_a_published_quarter(books: Books) -> None:
    books.issued(said(version=2))

    with pytest.raises(errors.ScoringBackwards) as caught:
        books.activate("town@2", Quarter(2026, 1), published=[Quarter(2025, 4), Quarter(2026, 1)])
    assert caught.value.data["next"] == "2026Q2"
    assert books.activate("town@2", Quarter(2026, 2), published=[Quarter(2026, 1)]) == 1


def test_what_was_said_already_is_not_said_again(books: Books) -> None:
    assert books.activate("town@1", Quarter(2026, 3)) == 1
    assert books.activate("town@1", Quarter(2026, 3)) == 0
    assert books.book.spans("units") == [Span("town@1", BEGINNING.first, None)]


def test_what_was_planned_for_later_can_be_taken_back(books: Books) -> None:
    books.issued(said(version=2))
    books.activate("town@2", Quarter(2026, 4))
    books.activate("town@1", Quarter(2026, 4))

    assert books.book.spans("units") == [Span("town@1", BEGINNING.first, None)]


def test_what_begins_in_between_ends_where_the_later_begins(books: Books) -> None:
    books.issued(said(version=2), said(version=3))
    books.activate("town@3", Quarter(2027, 1))
    books.activate("town@2", Quarter(2026, 3))

    assert books.book.spans_of("town@2") == [
        Span("town@2", date(2026, 7, 1), date(2027, 1, 1)),
    ]


def test_another_set_can_hold_in_place_of_the_first(books: Books) -> None:
    books.ship(said("hotline"))
    books.activate("hotline@1", Quarter(2026, 3))

    assert books.holding(2026, 3) == "hotline@1"


def test_what_quarters_are_scored_by_can_not_be_retired(books: Books) -> None:
    with pytest.raises(errors.ScoringInForce):
        books.retire("town@1")


def test_what_will_hold_can_not_be_retired(books: Books) -> None:
    books.issued(said(version=2))
    books.activate("town@2", Quarter(2027, 1))

    with pytest.raises(errors.ScoringInForce):
        books.retire("town@2")


def test_what_held_once_is_retired_and_still_known(books: Books) -> None:
    books.issued(said(version=2))
    books.activate("town@2", RUNNING)
    books.retire("town@1", by=LI)

    assert books.book.versions["town@1"].state == "retired"
    assert books.holding(2026, 1) == "town@1"
    assert books.retire("town@1") == 0
    with pytest.raises(errors.ScoringRetired):
        books.activate("town@1", Quarter(2026, 3))


def test_a_draft_that_is_dropped_leaves_its_number_free(books: Books) -> None:
    books.draft(said(version=2))
    books.retire("town@2")

    assert books.book.of("town") == [books.book.versions["town@1"]]
    assert books.draft(said(version=2, word="anew")) == 1


def test_retiring_needs_a_reason_that_names_nobody(books: Books) -> None:
    books.ship(said("hotline"))

    with pytest.raises(errors.ReasonMissing):
        books.retire("hotline@1", reason="  ")
    with pytest.raises(errors.PersonInText):
        books.retire("hotline@1", reason="请联系13812345678")


def test_nobody_can_do_anything_with_what_is_not_there(books: Books) -> None:
    for act in (
        lambda: books.issue(said("none")),
        lambda: books.activate("none@1", RUNNING),
        lambda: books.retire("none@1"),
    ):
        with pytest.raises(errors.ScoringUnknown):
            act()


@pytest.mark.parametrize("by", [LI, ROOT, Actor("zhou", "centre", Role.AUDITOR)])
def test_the_inspection_office_alone_drafts_and_issues(books: Books, by: Actor) -> None:
    with pytest.raises(errors.NotYourRole):
        books.draft(said(version=2), by=by)
    books.draft(said(version=2))
    with pytest.raises(errors.NotYourRole):
        books.issue(said(version=2), by=by)


@pytest.mark.parametrize("by", [CHEN, ROOT, Actor("zhang", "centre", Role.OPERATOR)])
def test_a_leader_of_the_centre_alone_puts_in_force(books: Books, by: Actor) -> None:
    with pytest.raises(errors.NotYourRole):
        books.activate("town@1", Quarter(2026, 3), by=by)


def test_a_leader_of_a_unit_has_no_say(books: Books) -> None:
    with pytest.raises(errors.NotYourUnit):
        books.activate("town@1", Quarter(2026, 3), by=HE)


CHOICES = st.lists(
    st.tuples(st.sampled_from(["town@1", "hotline@1", "other@1"]), st.integers(0, 8)), max_size=8
)


@with_given(CHOICES, st.integers(0, 8))
def test_the_last_word_on_the_latest_beginning_holds(
    choices: list[tuple[str, int]], asked: int
) -> None:
    """Said the slow way: of all that begin by then the latest, of those the last that was said."""
    books = Books()
    books.ship(said(), said("hotline"), said("other"))
    held = [("town@1", -1)]
    for ref, quarter in choices:
        books.activate(ref, Quarter(2026 + quarter // 4, quarter % 4 + 1))
        held.append((ref, quarter))
    begun = [one for one in held if one[1] <= asked]
    latest = max(quarter for _, quarter in begun)

    found = books.holding(2026 + asked // 4, asked % 4 + 1)
    assert found == [ref for ref, quarter in begun if quarter == latest][-1]
