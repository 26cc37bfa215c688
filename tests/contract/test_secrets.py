"""Personal data is sealed from the first event on, and opens only with its person's key."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from msgspec.structs import replace
from sqlalchemy import text

from application.desk import Act, Desk
from application.keys import ACTIVE, DESTROYED, UNKNOWN, Keyring, SealBroken, make_kek
from application.migrate import migrate
from application.sealing import build, sealed_fields
from application.settings import Settings, SettingsError
from application.store.driver import sqlite3
from domain.case import COMMANDS
from domain.case.command import Command
from domain.case.correction import Correct
from domain.case.dispatch import Dispatch, GiveFeedback, ReportSituation
from domain.case.events import Actor, Fact, PartyJoined, Received
from domain.case.handling import AppointHandler
from domain.case.intake import Receive
from domain.case.mediation import AddParty, ChallengeMediator
from domain.case.record import Attach, Note
from domain.case.supervision import Complain, Direct
from domain.errors import ForbiddenTask
from domain.sealed import Sealed
from projections.bootstrap import open_service
from tests.contract.conftest import found_units
from tests.contract.records import DESK, query

CASE = "a" * 32
OTHER = "b" * 32
NOON = datetime(2026, 6, 15, 4, tzinfo=UTC)
RECEIPT: dict[str, object] = {
    "number": "",
    "track": "dispute",
    "channel": "visit",
    "title": "邻里排水纠纷",
    "narrative": "独一无二的叙述",
    "name": "欧阳独名",
    "phone": "13912345678",
    "address": "独巷七号",
}
STEPS: list[tuple[type[Command], dict[str, object]]] = [
    (Dispatch, {"unit": "police", "instruction": "独一指示"}),
    (ReportSituation, {"dispatch": 1, "text": "独一现场"}),
    (GiveFeedback, {"dispatch": 1, "outcome": "referred", "measures": "独一措施"}),
    (AddParty, {"name": "独甲", "contact": "13812345678"}),
    (AddParty, {"name": "独乙", "contact": "13712345678"}),
    (Note, {"label": "备注", "text": "独一备注"}),
    (Attach, {"sha256": "ab" * 32, "size": 1, "media_type": "image/png", "name": "独照.png"}),
    (Complain, {"unit": "police", "words": "独一投诉"}),
    (Direct, {"leader": "刘镇长", "holder": "police", "text": "独一批示"}),
]
SECRETS = [
    str(value)
    for values in (RECEIPT, *(values for _, values in STEPS))
    for value in values.values()
    if "独" in str(value) or len(str(value)) == len("13912345678")
]


@pytest.fixture
def keys(settings: Settings) -> Iterator[Keyring]:
    """The keys of a migrated place."""
    keyring = Keyring(settings)
    yield keyring
    keyring.close()


def tell(settings: Settings) -> str:
    """A case with every kind of personal data, its read model written too."""
    service = open_service(settings)
    found_units(service.desk)
    desk, case_id = service.desk, CASE
    receipt = build(desk.keys, Receive, case_id, RECEIPT)
    assert isinstance(receipt, Receive)
    desk.receive(receipt, Act(by=DESK), case_id)
    for kind, values in STEPS:
        command = build(desk.keys, kind, case_id, values, desk.load(case_id).history)
        desk.execute(case_id, command, Act(by=DESK))
    service.close()
    return case_id


def leaks(settings: Settings) -> dict[str, list[str]]:
    """Which file of the service holds which words."""
    files = [path for path in settings.data.rglob("*") if path.is_file()]
    assert files
    found = {
        path.name: [secret for secret in SECRETS if secret.encode() in path.read_bytes()]
        for path in files
    }
    return {name: words for name, words in found.items() if words}


def test_no_file_of_the_service_holds_a_word_of_it(settings: Settings) -> None:
    tell(settings)
    assert leaks(settings) == {}


def test_not_even_the_write_ahead_logs_do(settings: Settings) -> None:
    with ExitStack() as held:
        for path in settings.data.glob("*.db"):  # a reader keeps its log from being put away
            connection = held.enter_context(closing(sqlite3.connect(str(path))))
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchall()
        tell(settings)
        assert any(path.stat().st_size for path in settings.data.glob("*.db-wal"))
        assert leaks(settings) == {}


def test_what_looks_for_them_would_find_them(settings: Settings) -> None:
    (settings.data / "leak.txt").write_text("电话13912345678")
    assert leaks(settings) == {"leak.txt": ["13912345678"]}


def test_no_row_of_the_database_does(settings: Settings) -> None:
    tell(settings)
    for (state,) in query(settings, "SELECT state FROM stored_events"):
        assert not [secret for secret in SECRETS if secret.encode() in bytes(state)]


def test_whoever_may_can_open_it(settings: Settings) -> None:
    case_id = tell(settings)
    desk = Desk(settings)
    receipt = desk.load(case_id).history[0]
    for field in ("narrative", "name", "phone", "address"):
        opened = desk.keys.open(case_id, field, getattr(receipt, field))
        assert (opened.text, opened.state) == (RECEIPT[field], ACTIVE)
    desk.close()


def test_each_person_of_a_case_has_a_key_of_their_own(settings: Settings) -> None:
    case_id = tell(settings)
    with closing(Desk(settings)) as desk:
        history = desk.load(case_id).history
    names = [event.name for event in history if isinstance(event, (Received, PartyJoined))]
    keys = [name.key for name in names if name is not None]
    assert len(set(keys)) == 3
    receipt = history[0]
    assert isinstance(receipt, Received)
    assert receipt.phone is not None
    assert receipt.phone.key == keys[0]


def test_parties_are_known_to_the_keys_by_their_number(keys: Keyring) -> None:
    first = _joined(keys, 1, [])
    second = _joined(keys, 2, [first])
    boxes = [box for event in (first, second) for box in (event.name, event.contact) if box]
    assert [box.key for box in boxes] == ["party-1.1", "party-1.1", "party-2.1", "party-2.1"]


def _joined(keys: Keyring, number: int, history: Sequence[Fact]) -> PartyJoined:
    command = build(keys, AddParty, CASE, {"name": "甲", "contact": "13800138000"}, history)
    assert isinstance(command, AddParty)
    by = Actor("li", "centre", "operator")
    return PartyJoined(at=NOON, by=by, party=number, name=command.name, contact=command.contact)


def test_who_joined_under_another_number_keeps_the_key_they_joined_with(keys: Keyring) -> None:
    meanwhile = _joined(keys, 1, [])
    late = _joined(keys, 2, [])  # sealed before the other one was on record
    values = {"party": 2, "reason": "是亲戚"}
    command = build(keys, ChallengeMediator, CASE, values, [meanwhile, late])
    assert isinstance(command, ChallengeMediator)
    assert command.reason is not None
    assert command.reason.key == "party-1.1"


def test_the_right_text_is_sealed_as_the_wrong_one_was(keys: Keyring) -> None:
    joined = _joined(keys, 1, [])
    asked = {"event": 1, "reason": "误", "approver": "chen"}
    for field, right in (("name", "甲某"), ("contact", "13900139000")):
        values = {**asked, "field": field, "sealed": right}
        command = build(keys, Correct, CASE, values, [joined])
        assert isinstance(command, Correct)
        assert command.sealed is not None
        assert command.sealed.key == "party-1.1"
        assert keys.open(CASE, field, command.sealed).text == right


@pytest.mark.parametrize("event", [0, -1, 2, 99])
def test_what_there_is_nothing_to_correct_of_is_sealed_as_the_matters(
    keys: Keyring, event: int
) -> None:
    values = {"event": event, "field": "text", "sealed": "x", "reason": "误", "approver": "chen"}
    command = build(keys, Correct, CASE, values, [_joined(keys, 1, [])])
    assert isinstance(command, Correct)
    assert command.sealed is not None
    assert command.sealed.key == "matter.1"


def test_a_partys_words_are_under_the_partys_key(keys: Keyring) -> None:
    command = build(keys, ChallengeMediator, CASE, {"party": 2, "reason": "是亲戚"})
    assert isinstance(command, ChallengeMediator)
    assert command.reason is not None
    assert command.reason.key == "party-2.1"


class TestBoxes:
    """A box opens where it was sealed and nowhere else."""

    def test_it_opens(self, keys: Keyring) -> None:
        sealed = keys.seal(CASE, "reporter", "phone", "13800138000")
        assert keys.open(CASE, "phone", sealed) == ("13800138000", ACTIVE)

    def test_the_same_text_is_never_sealed_the_same(self, keys: Keyring) -> None:
        boxes = {keys.seal(CASE, "reporter", "phone", "13800138000").box for _ in range(8)}
        assert len(boxes) == 8

    def test_moved_to_another_field_it_is_refused(self, keys: Keyring) -> None:
        sealed = keys.seal(CASE, "reporter", "phone", "13800138000")
        with pytest.raises(SealBroken):
            keys.open(CASE, "address", sealed)

    def test_moved_to_another_case_it_does_not_open(self, keys: Keyring) -> None:
        sealed = keys.seal(CASE, "reporter", "phone", "13800138000")
        assert keys.open(OTHER, "phone", sealed) == ("", UNKNOWN)
        keys.seal(OTHER, "reporter", "phone", "13900139000")
        with pytest.raises(SealBroken):
            keys.open(OTHER, "phone", sealed)

    def test_under_another_persons_key_it_is_refused(self, keys: Keyring) -> None:
        sealed = keys.seal(CASE, "reporter", "phone", "13800138000")
        keys.seal(CASE, "party-1", "phone", "13900139000")
        with pytest.raises(SealBroken):
            keys.open(CASE, "phone", replace(sealed, key="party-1.1"))

    @pytest.mark.parametrize("place", [0, 12, -1])
    def test_altered_it_is_refused(self, keys: Keyring, place: int) -> None:
        sealed = keys.seal(CASE, "reporter", "phone", "13800138000")
        box = bytearray(sealed.box)
        box[place] ^= 1
        with pytest.raises(SealBroken):
            keys.open(CASE, "phone", replace(sealed, box=bytes(box)))

    def test_a_key_nobody_ever_had_is_unknown(self, keys: Keyring) -> None:
        assert keys.open(CASE, "phone", Sealed("reporter.1", b"x" * 40)) == ("", UNKNOWN)

    def test_a_key_is_on_disk_before_the_event_that_needs_it(
        self, keys: Keyring, settings: Settings
    ) -> None:
        sealed = keys.seal(CASE, "reporter", "phone", "13800138000")
        with closing(Keyring(settings)) as again:
            assert again.open(CASE, "phone", sealed).text == "13800138000"


def destroy(keys: Keyring, person: str) -> None:
    """What an erasure does to a key."""
    with keys._engine.begin() as connection:
        sql = "UPDATE person_keys SET state='destroyed', wrapped=NULL WHERE person=:person"
        connection.execute(text(sql), {"person": person})


class TestErasedKeys:
    """A destroyed key opens nothing, and the next text gets a new one."""

    def test_what_it_sealed_says_that_it_was_erased(self, keys: Keyring) -> None:
        sealed = keys.seal(CASE, "reporter", "phone", "13800138000")
        destroy(keys, "reporter")
        assert keys.open(CASE, "phone", sealed) == ("", DESTROYED)

    def test_other_people_of_the_case_keep_theirs(self, keys: Keyring) -> None:
        other = keys.seal(CASE, "party-1", "name", "李四")
        keys.seal(CASE, "reporter", "phone", "13800138000")
        destroy(keys, "reporter")
        assert keys.open(CASE, "name", other).text == "李四"

    def test_what_is_said_later_has_a_new_key(self, keys: Keyring) -> None:
        keys.seal(CASE, "reporter", "phone", "13800138000")
        destroy(keys, "reporter")
        sealed = keys.seal(CASE, "reporter", "phone", "13900139000")
        assert sealed.key == "reporter.2"
        assert keys.open(CASE, "phone", sealed).text == "13900139000"


class TestKeyEncryptionKey:
    """The one key that wraps all others stands in the environment or in a file of its own."""

    def test_it_is_made_once_and_only_its_owner_can_read_it(self, settings: Settings) -> None:
        path = settings.data / "kek"
        before = path.read_bytes()
        assert path.stat().st_mode & 0o077 == 0
        make_kek(path)
        assert path.read_bytes() == before

    def test_with_another_one_nothing_opens(self, settings: Settings, keys: Keyring) -> None:
        sealed = keys.seal(CASE, "reporter", "phone", "13800138000")
        other = msgspec.structs.replace(settings, kek=urlsafe_b64encode(b"k" * 32).decode())
        with closing(Keyring(other)) as wrong, pytest.raises(SealBroken, match="wrapped by"):
            wrong.open(CASE, "phone", sealed)

    @pytest.mark.parametrize("kek", ["short", "", "%%%", "a" * 43])
    def test_one_that_is_none_is_refused_with_what_to_do(self, tmp_path: Path, kek: str) -> None:
        nowhere = Settings(data=tmp_path / "empty", kek=kek)
        with pytest.raises(SettingsError, match="LINKAGE_KEK"):
            Keyring(nowhere)

    def test_given_in_the_environment_none_is_written(self, tmp_path: Path) -> None:
        settings = Settings(data=tmp_path / "own", kek=urlsafe_b64encode(b"k" * 32).decode())
        migrate(settings)
        assert not (settings.data / "kek").exists()


class TestCommands:
    """Plain values of a form become a command whose personal texts are sealed."""

    @pytest.mark.parametrize("kind", COMMANDS.values(), ids=lambda kind: kind.__name__)
    def test_every_text_that_is_free_is_found_by_its_type(self, kind: type) -> None:
        assert sealed_fields(kind) == {
            name for name, hint in kind.__annotations__.items() if "Sealed" in str(hint)
        }

    def test_empty_texts_are_left_out(self, keys: Keyring) -> None:
        command = build(keys, Note, CASE, {"label": "x", "text": ""})
        assert command == Note(label="x")

    def test_a_field_that_does_not_fit_is_named(self, keys: Keyring) -> None:
        with pytest.raises(msgspec.ValidationError, match="dispatch"):
            build(keys, ReportSituation, CASE, {"dispatch": "first"})

    def test_a_scheme_asks_for_nothing_against_people(self, keys: Keyring) -> None:
        values = {
            "leader": "刘镇长",
            "unit": "police",
            "person": "王",
            "due": "2030-01-01T00:00:00Z",
            "scheme": "派专人盯防，劝返",
        }
        with pytest.raises(ForbiddenTask):
            build(keys, AppointHandler, CASE, values)
