"""Audit sheets: drawn by a seed, kept by auditors, answered by units, followed up until settled."""

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256

import pytest

from domain import errors
from domain.audit import events as e
from domain.audit import finding, keeping
from domain.audit.finding import Look, Noted, Reply
from domain.audit.fold import fold
from domain.audit.keeping import Draw, Plan
from domain.audit.sampling import MOST, Drawn, Frame, Sample, Stratum, draw
from domain.audit.state import Register, Sheet, listed
from domain.audit.words import INSPECTION, Grade, Method, Risk
from domain.case.events import Actor
from domain.case.words import Role

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
LATER = NOW + timedelta(days=10)
AUDITOR = Actor("zhou", "centre", Role.AUDITOR)
POLICE = Actor("he", "pcs", Role.LEADER)
ABOVE = Actor("tan", "county", Role.LEADER)
JUSTICE = Actor("song", "sfs", Role.LEADER)
INSPECTOR = Actor("chen", "centre", Role.SUPERVISOR)
OFFICER = Actor("wang", "pcs", Role.RESPONDER)
LINE = frozenset({"pcs", "county", "centre"})
PLAN = Plan("三季度登记抽查", "及时登记、如实补录", since=date(2026, 7, 1), until=date(2026, 9, 30))
FRAME = Frame(method=Method.RANDOM, size=2)
TICKETS = ("QS2026-00001", "QS2026-00002", "QS2026-00003", "QS2026-00004")
LATE = Noted("pcs", Grade.DEFECT, "补录未写明原因", "补正并说明", LATER, TICKETS[0], (3,))


def opened() -> Sheet:
    """A sheet nothing happened on yet."""
    return fold(keeping.open_sheet(Register(), PLAN, 2026, NOW, AUDITOR)[:1])


def sampled(*numbers: str) -> Sheet:
    """A sheet onto which these were drawn."""
    drawn = draw({"": numbers}, len(numbers), "seed")
    asked = Draw(Frame(method=Method.RANDOM, size=len(numbers)), "seed", 9, drawn)
    sheet = opened()
    return fold(keeping.take_sample(sheet, asked, NOW, AUDITOR), sheet)


def noted(sheet: Sheet | None = None, what: Noted = LATE) -> Sheet:
    """With a finding on it."""
    sheet = sheet or opened()
    return fold(finding.note(sheet, what, (), NOW, AUDITOR), sheet)


def answered() -> Sheet:
    """With a finding the unit has answered."""
    sheet = noted()
    said = finding.answer(sheet, 1, Reply(True, "已补正"), LINE, NOW, POLICE)
    return fold(said, sheet)


def then(sheet: Sheet, events: Iterable[e.AuditEvent]) -> Sheet:
    """After that."""
    return fold(events, sheet)


def test_a_sample_is_the_lowest_hashes_of_seed_stratum_and_number() -> None:
    def by_hand(number: str) -> str:
        return sha256(b"dice 4 2 6\n\n" + number.encode() + b"\n").hexdigest()

    expected = sorted(sorted(TICKETS, key=by_hand)[:2])
    sample = draw({"": TICKETS}, 2, "dice 4 2 6")
    assert [one.number for one in sample.drawn] == expected
    assert sample.strata == (Stratum("", 4, 2),)
    assert draw({"": list(reversed(TICKETS))}, 2, "dice 4 2 6") == sample
    seeds = {tuple(draw({"": TICKETS}, 2, f"{n}").drawn) for n in range(20)}
    assert len(seeds) > 1


def test_each_stratum_draws_its_own_and_a_matter_says_all_that_drew_it() -> None:
    sample = draw({"pcs": TICKETS[:2], "sfs": TICKETS[1:2], "xfz": ()}, 5, "seed")
    assert sample.strata == (Stratum("pcs", 2, 2), Stratum("sfs", 1, 1), Stratum("xfz", 0, 0))
    assert sample.drawn == (Drawn(TICKETS[0], ("pcs",)), Drawn(TICKETS[1], ("pcs", "sfs")))


def test_sheets_are_numbered_within_their_year() -> None:
    register = Register()
    for year, code in ((2026, "2026-001"), (2026, "2026-002"), (2027, "2027-001")):
        sheet, entry = keeping.open_sheet(register, PLAN, year, NOW, AUDITOR)
        register = listed(register, [entry])
        assert (sheet.code, register.codes[-1]) == (code, code)


@pytest.mark.parametrize(
    ("plan", "refusal"),
    [
        (PLAN._replace(title=" "), errors.FieldMissing),
        (PLAN._replace(aim=""), errors.ReasonMissing),
        (PLAN._replace(aim="查上访人去向，做好稳控"), errors.ForbiddenTask),
        (PLAN._replace(aim="电话13800138000"), errors.PersonInText),
        (PLAN._replace(until=date(2026, 6, 30)), errors.WrongValue),
    ],
)
def test_a_sheet_says_what_is_looked_into_and_names_nobody(
    plan: Plan, refusal: type[errors.DomainError]
) -> None:
    with pytest.raises(refusal):
        keeping.open_sheet(Register(), plan, 2026, NOW, AUDITOR)


SAMPLE: Sample = draw({"": TICKETS}, 2, "seed")
Step = Callable[[Sheet, Actor], object]
OF_AUDITORS: tuple[Step, ...] = (
    lambda sheet, by: keeping.take_sample(sheet, Draw(FRAME, "s", 9, SAMPLE), NOW, by),
    lambda sheet, by: keeping.add_matter(sheet, TICKETS[3], "来信反映", NOW, by),
    lambda sheet, by: keeping.examine(sheet, TICKETS[0], "", NOW, by),
    lambda sheet, by: finding.note(sheet, LATE, (), NOW, by),
    lambda sheet, by: finding.withdraw(sheet, 1, "误记", NOW, by),
    lambda sheet, by: finding.follow_up(sheet, 1, Look(True, "已改"), NOW, by),
)


def close(sheet: Sheet, by: Actor) -> list[e.AuditEvent]:
    """End it."""
    return keeping.close_sheet(sheet, "登记总体及时", NOW, by)


@pytest.mark.parametrize("step", [*OF_AUDITORS, close])
@pytest.mark.parametrize("by", [POLICE, INSPECTOR, OFFICER])
def test_nobody_but_an_auditor_keeps_a_sheet(step: Step, by: Actor) -> None:
    sheet = noted(sampled(*TICKETS[:2]))
    with pytest.raises(errors.NotYourRole):
        step(sheet, by)


@pytest.mark.parametrize("step", OF_AUDITORS)
def test_a_closed_sheet_stays_as_it_is(step: Step) -> None:
    sheet = noted()
    sheet = then(sheet, finding.withdraw(sheet, 1, "误记", NOW, AUDITOR))
    sheet = then(sheet, close(sheet, AUDITOR))
    assert close(sheet, AUDITOR) == []
    with pytest.raises(errors.AuditClosed):
        step(sheet, AUDITOR)
    with pytest.raises(errors.AuditUnknown):
        step(Sheet(), AUDITOR)


def test_drawing_again_by_the_same_seed_as_of_the_same_position_changes_nothing() -> None:
    asked = Draw(FRAME, "seed", 9, SAMPLE)
    sheet = then(opened(), keeping.take_sample(opened(), asked, NOW, AUDITOR))
    assert keeping.take_sample(sheet, asked, LATER, AUDITOR) == []
    assert keeping.take_sample(sheet, asked._replace(seq=10), NOW, AUDITOR)
    assert set(sheet.matters) == {one.number for one in SAMPLE.drawn}
    assert sheet.unexamined == [one.number for one in SAMPLE.drawn]


@pytest.mark.parametrize(
    ("asked", "refusal"),
    [
        (Draw(FRAME, " ", 9, SAMPLE), errors.WrongValue),
        (Draw(FRAME, "two\nlines", 9, SAMPLE), errors.WrongValue),
        (Draw(FRAME, "seed", 9, Sample((), ())), errors.NothingToSample),
        (Draw(Frame(method=Method.RISK, size=2), "s", 9, SAMPLE), errors.FieldMissing),
        (Draw(Frame(method=Method.RANDOM, size=MOST + 1), "s", 9, SAMPLE), errors.WrongValue),
    ],
)
def test_a_sample_that_can_not_be_drawn_again_is_refused(
    asked: Draw, refusal: type[errors.DomainError]
) -> None:
    with pytest.raises(refusal):
        keeping.take_sample(opened(), asked, NOW, AUDITOR)


def test_a_matter_added_by_hand_stands_beside_those_that_were_drawn() -> None:
    sheet = sampled(TICKETS[0])
    assert keeping.add_matter(sheet, TICKETS[0], "来信反映", NOW, AUDITOR) == []
    sheet = then(sheet, keeping.add_matter(sheet, TICKETS[3], "来信反映", NOW, AUDITOR))
    assert sheet.unexamined == [TICKETS[0], TICKETS[3]]
    sheet = then(sheet, keeping.examine(sheet, TICKETS[3], "", NOW, AUDITOR))
    assert keeping.examine(sheet, TICKETS[3], "", LATER, AUDITOR) == []
    assert sheet.unexamined == [TICKETS[0]]
    with pytest.raises(errors.NotOnSheet):
        keeping.examine(sheet, TICKETS[2], "", NOW, AUDITOR)


def test_a_sheet_is_closed_once_all_is_gone_through_and_settled() -> None:
    sheet = noted(sampled(*TICKETS[:2]))
    with pytest.raises(errors.AuditUnfinished) as refused:
        close(sheet, AUDITOR)
    assert refused.value.data == {"findings": 1, "matters": 1}  # the finding tells of the other
    sheet = then(sheet, keeping.examine(sheet, TICKETS[1], "", NOW, AUDITOR))
    sheet = then(sheet, finding.follow_up(sheet, 1, Look(True, "已补正"), NOW, AUDITOR))
    sheet = then(sheet, close(sheet, AUDITOR))
    assert sheet.closed is not None


def test_a_finding_is_answered_looked_at_again_and_settled() -> None:
    sheet = noted()
    assert finding.note(sheet, LATE, (), LATER - timedelta(days=1), AUDITOR) == []  # said twice
    assert not sheet.findings[0].overdue(LATER - timedelta(seconds=1))
    assert sheet.findings[0].overdue(LATER)
    sheet = answered()
    assert finding.answer(sheet, 1, Reply(True, "已补正"), LINE, LATER, POLICE) == []
    assert not sheet.findings[0].overdue(LATER)  # the auditor's turn
    again = LATER + timedelta(days=5)
    look = Look(False, "附件仍缺", again)
    sheet = then(sheet, finding.follow_up(sheet, 1, look, LATER, AUDITOR))
    assert (sheet.findings[0].state, sheet.findings[0].due) == ("open", again)
    assert finding.follow_up(sheet, 1, look, LATER + timedelta(1), AUDITOR) == []  # sent twice
    sheet = then(sheet, finding.answer(sheet, 1, Reply(True, "已补齐"), LINE, LATER, ABOVE))
    sheet = then(sheet, finding.follow_up(sheet, 1, Look(True, "属实"), LATER, AUDITOR))
    assert (sheet.findings[0].state, sheet.waiting) == ("settled", [])
    assert finding.follow_up(sheet, 1, Look(True, "属实"), LATER, AUDITOR) == []
    for step in (
        lambda: finding.answer(sheet, 1, Reply(False, "不认可"), LINE, LATER, POLICE),
        lambda: finding.withdraw(sheet, 1, "误记", LATER, AUDITOR),
        lambda: finding.follow_up(sheet, 1, look, LATER - timedelta(1), AUDITOR),
    ):
        with pytest.raises(errors.AuditSettled):
            step()


@pytest.mark.parametrize("by", [JUSTICE, OFFICER, AUDITOR, INSPECTOR])
def test_only_who_leads_the_unit_or_one_above_answers_for_it(by: Actor) -> None:
    with pytest.raises(errors.NotYourUnit):
        finding.answer(noted(), 1, Reply(True, "已补正"), LINE, NOW, by)


def test_the_inspection_office_answers_for_itself() -> None:
    sheet = noted(what=LATE._replace(unit=INSPECTION))
    assert finding.answer(sheet, 1, Reply(True, "已补"), {"centre"}, NOW, INSPECTOR)
    leader = Actor("li", "centre", Role.LEADER)
    with pytest.raises(errors.NotYourUnit):
        finding.answer(sheet, 1, Reply(True, "已补"), {"centre"}, NOW, leader)


def test_a_finding_on_an_accusation_does_not_come_before_the_accused() -> None:
    with pytest.raises(errors.AuditAccused):
        finding.note(opened(), LATE, {"pcs"}, NOW, AUDITOR)
    instead = LATE._replace(unit=INSPECTION)
    assert finding.note(opened(), instead, {"pcs", INSPECTION}, NOW, AUDITOR)


def test_an_answer_is_owed_in_the_future_and_says_something() -> None:
    with pytest.raises(errors.WrongValue):
        finding.note(opened(), LATE._replace(due=NOW), (), NOW, AUDITOR)
    with pytest.raises(errors.FieldMissing):
        finding.follow_up(answered(), 1, Look(False, "附件仍缺"), NOW, AUDITOR)
    with pytest.raises(errors.ReasonMissing):
        finding.answer(noted(), 1, Reply(False, " "), LINE, NOW, POLICE)
    with pytest.raises(errors.AuditFindingUnknown):
        finding.answer(noted(), 2, Reply(True, "已补"), LINE, NOW, POLICE)
    with pytest.raises(errors.NameInText):
        finding.note(opened(), LATE._replace(text="王建军同志漏登"), (), NOW, AUDITOR)


def test_a_withdrawn_finding_waits_for_nobody() -> None:
    sheet = then(noted(), finding.withdraw(noted(), 1, "误记", NOW, AUDITOR))
    assert finding.withdraw(sheet, 1, "误记", NOW, AUDITOR) == []
    assert (sheet.findings[0].state, sheet.waiting) == ("withdrawn", [])


def test_what_was_withdrawn_by_mistake_is_noted_again() -> None:
    sheet = then(noted(), finding.withdraw(noted(), 1, "误记", NOW, AUDITOR))

    sheet = then(sheet, finding.note(sheet, LATE, (), NOW, AUDITOR))

    assert [one.state for one in sheet.findings] == ["withdrawn", "open"]
    assert finding.note(sheet, LATE, (), NOW, AUDITOR) == []


def test_a_matter_two_samples_drew_says_both() -> None:
    sheet = sampled(TICKETS[0])
    by_risk = Frame(method=Method.RISK, size=1, risks=(Risk.CORRECTED,))
    drawn = draw({"corrected": TICKETS[:1]}, 1, "seed")
    asked = Draw(by_risk, "seed", 9, drawn)
    sheet = then(sheet, keeping.take_sample(sheet, asked, NOW, AUDITOR))
    matter = sheet.matters[TICKETS[0]]
    assert (matter.samples, matter.strata) == ((1, 2), ("", "corrected"))
