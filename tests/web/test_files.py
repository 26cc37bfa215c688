"""Files come in with any step, stand under it, and go out only to whoever may open them."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image
from sqlalchemy import update
from werkzeug.test import TestResponse

from application.files.storing import attached_files
from application.keys import DESTROYED, make_engine, person_keys
from domain.case.dispatch import Dispatch
from domain.case.events import Attached
from domain.case.words import DispatchRole
from projections.bootstrap import Service
from tests.web.conftest import Desk, Visitor
from tests.web.filled import Person, wrong
from web.files.arriving import Arriving, Room

LogIn = Callable[[str], Visitor]
MEGABYTE = 1 << 20
TEXT = "路灯不亮，已三天".encode()


def photo(size: tuple[int, int] = (800, 600)) -> bytes:
    exif, out = Image.Exif(), BytesIO()
    exif[0x010F] = "TELLTALE"
    exif.get_ifd(0x8825)[1] = "N"
    Image.linear_gradient("L").resize(size).save(out, "JPEG", exif=exif.tobytes())
    return out.getvalue()


def sent(person: Person, step: str, *several: tuple[bytes, str], **typed: str) -> TestResponse:
    """A form with large files, in memory; the test client itself would write them to a disk."""
    form, parts = person.form(step), []
    values = {**form.values, **typed}
    values.pop("files")
    fields = [(f'name="{name}"', str(value).encode()) for name, value in values.items()]
    chosen = [(f'name="files"; filename="{name}"', data) for data, name in several]
    for said, data in [*fields, *chosen]:
        head = f"--edge\r\nContent-Disposition: form-data; {said}\r\n\r\n"
        parts.append(head.encode() + data)
    body = b"\r\n".join([*parts, b"--edge--\r\n"])
    kind = "multipart/form-data; boundary=edge"
    return person.visitor.client.post(form.action, data=body, content_type=kind)


def files(*several: tuple[bytes, str]) -> list[tuple[BytesIO, str]]:
    return [(BytesIO(data), name) for data, name in several]


@pytest.fixture
def number(desk: Desk) -> str:
    """A matter screened and dispatched to the police station."""
    number = desk.receive("桥头路灯不亮")
    desk.dispatch(number)
    return number


@pytest.fixture
def zhang(logged_in: LogIn, number: str) -> Person:
    return Person(logged_in("zhang"), number)


@pytest.fixture
def wang(logged_in: LogIn, number: str) -> Person:
    return Person(logged_in("wang"), number)


def attached(service: Service, number: str) -> list[tuple[int, Attached]]:
    history = service.desk.load(service.desk.find(number)).history
    found = enumerate(history, start=1)
    return [(version, event) for version, event in found if isinstance(event, Attached)]


def version_of(service: Service, number: str, place: int = -1) -> int:
    return attached(service, number)[place][0]


# --- in ---


def test_every_step_but_a_few_takes_files(zhang: Person, wang: Person) -> None:
    for person in (zhang, wang):
        for step in person.steps() - {"Correct", "IssueLink", "RevokeLink", "Archive"}:
            assert "files" in person.form(step).values, step
            assert f'do/{step}" method="post" enctype="multipart/form-data"' in person.page()


def test_a_step_and_its_photo_are_recorded_together_and_stand_together(
    wang: Person, service: Service
) -> None:
    wang.do("SignFor", files=files((photo(), "现场.jpg")))

    ((version, event),) = attached(service, wang.number)
    page = wang.page()
    step = page[page.index(f'<li id="e{event.step}"') :]
    assert f'href="/cases/{wang.number}/files/{version}"' in step
    assert "现场.jpg" in step
    assert "图片" in step
    assert f'<li id="e{version}"' in step
    assert f'id="e{version}" value=' not in page


def test_a_file_can_be_added_by_itself(zhang: Person, service: Service) -> None:
    zhang.do("Attach", files=files((TEXT, "说明.txt")))

    ((version, event),) = attached(service, zhang.number)
    assert event.step == 0
    assert f'id="e{version}" value="{version}"' in zhang.page()


def test_without_a_file_nothing_is_added(zhang: Person, service: Service) -> None:
    answer = zhang.send("Attach")

    assert answer.status_code == 422
    assert "请至少选择一个文件" in wrong(answer)
    assert 'href="#do-Attach-files"' in answer.text
    assert attached(service, zhang.number) == []


def test_one_that_is_refused_is_named_with_the_reason_and_what_was_typed_is_kept(
    zhang: Person, service: Service
) -> None:
    bad = files((TEXT, "好.txt"), (b"MZ\x90\0" + b"\0" * 99, "病毒.exe"), (b"", "空.txt"))

    answer = zhang.send("Note", label="现场情况", text="三户门前", files=bad)

    assert answer.status_code == 422
    said = wrong(answer)
    assert "病毒.exe：不接收这种文件" in said
    assert "空.txt：文件是空的" in said
    assert "好.txt" not in said
    assert "请重新选择文件" in said
    assert 'value="现场情况"' in answer.text
    assert "三户门前</textarea>" in answer.text
    assert attached(service, zhang.number) == []


def test_when_something_else_is_wrong_the_page_says_that_files_have_to_be_chosen_again(
    zhang: Person, service: Service
) -> None:
    answer = zhang.send("Urge", reason="", files=files((TEXT, "说明.txt")))

    assert answer.status_code == 422
    assert "请重新选择文件" in answer.text
    assert attached(service, zhang.number) == []


def test_no_more_than_nine_at_once(zhang: Person) -> None:
    answer = zhang.send("Attach", files=files(*[(b"x", f"{i}.txt") for i in range(10)]))

    assert answer.status_code == 422
    assert "一次最多添加 9 个文件" in wrong(answer)


@pytest.mark.parametrize("database", ["sqlite"])
def test_of_exactly_the_limit_it_is_taken_and_of_more_it_is_named(
    zhang: Person, service: Service
) -> None:
    sent(zhang, "Attach", (b"a" * 10 * MEGABYTE, "长.txt"))
    assert [event.size for _, event in attached(service, zhang.number)] == [10 * MEGABYTE]

    answer = sent(zhang, "Attach", (b"a" * (10 * MEGABYTE + 1), "更长.txt"))
    assert "更长.txt：超过 10 MB" in wrong(answer)


@pytest.mark.parametrize("database", ["sqlite"])
@pytest.mark.parametrize(
    ("lengths", "says"),
    [
        ([9, 9, 9, 9, 9], "合计超过 40 MB"),
        ([45], "0.txt：超过 10 MB"),
        ([1, 60, 1], "1.txt：超过 10 MB"),
    ],
)
def test_however_large_files_are_what_was_typed_with_them_stays(
    zhang: Person, service: Service, lengths: list[int], says: str
) -> None:
    several = [(b"a" * megabytes * MEGABYTE, f"{i}.txt") for i, megabytes in enumerate(lengths)]

    answer = sent(zhang, "Note", *several, label="现场情况")

    assert answer.status_code == 422
    assert says in wrong(answer)
    assert 'value="现场情况"' in answer.text
    assert attached(service, zhang.number) == []


def test_of_too_large_a_file_no_more_is_held_than_shows_it() -> None:
    room = Room(of_one=100, of_all=150)
    one, other = Arriving(room), Arriving(room)

    for _ in range(50):
        assert one.write(b"a" * 10) == 10
        assert other.write(b"b" * 10) == 10

    assert (one.length, other.length) == (500, 500)
    assert len(one.getvalue()) + len(other.getvalue()) == 150
    assert max(len(one.getvalue()), len(other.getvalue())) <= 100


@pytest.mark.parametrize("database", ["sqlite"])
def test_a_request_that_never_ends_is_cut_off(zhang: Person) -> None:
    form = zhang.form("Attach")
    answer = zhang.visitor.client.post(
        form.action,
        data=b"",
        content_type="multipart/form-data; boundary=edge",
        environ_overrides={"CONTENT_LENGTH": str(500 * MEGABYTE)},
    )

    assert answer.status_code == 413


@pytest.mark.parametrize("database", ["sqlite"])
def test_where_no_files_are_taken_a_request_stays_short(zhang: Person) -> None:
    answer = zhang.visitor.client.post("/logout", data=b"a" * 3 * MEGABYTE)

    assert answer.status_code == 413


def test_a_form_without_its_token_brings_nothing_in(zhang: Person, service: Service) -> None:
    answer = zhang.send("Attach", files=files((TEXT, "说明.txt")), csrf_token="")

    assert answer.status_code == 400
    assert attached(service, zhang.number) == []


def test_a_form_sent_twice_counts_once(zhang: Person, service: Service) -> None:
    form = zhang.form("Note")
    for _ in range(2):
        values = {**form.values, "label": "现场", "files": files((TEXT, "说明.txt"))}
        assert zhang.visitor.client.post(form.action, data=values).status_code == 303

    assert len(attached(service, zhang.number)) == 1


def test_of_several_units_dispatched_at_once_each_can_open_the_instruction(
    desk: Desk, logged_in: LogIn, service: Service
) -> None:
    number = desk.receive("桥头路灯不亮")
    person = Person(logged_in("zhang"), number)
    form = person.form("Dispatch")
    values = {**form.values, "unit": "pcs", "supports": ["sfs"], "zone": "seat"}
    answer = person.visitor.client.post(
        form.action, data={**values, "files": files((TEXT, "指令.txt"))}
    )
    assert answer.status_code == 303, wrong(answer)

    for name, place in (("wang", 0), ("zhao", 1)):
        version = version_of(service, number, place)
        unit = logged_in(name)
        assert unit.opened(f"/cases/{number}").status_code == 200
        assert unit.get(f"/cases/{number}/files/{version}").status_code == 200


# --- out ---


def test_it_goes_out_as_an_attachment_under_its_name_and_is_kept_by_no_browser(
    zhang: Person, service: Service
) -> None:
    zhang.do("Attach", files=files((TEXT, "说明 “桥头” 𠮷.txt")))
    answer = zhang.visitor.get(f"/cases/{zhang.number}/files/{version_of(service, zhang.number)}")

    assert answer.data == TEXT
    assert answer.mimetype == "text/plain"
    said = answer.headers["Content-Disposition"]
    assert said.startswith("attachment; ")
    assert "filename*=UTF-8''%E8%AF%B4%E6%98%8E%20%E2%80%9C" in said
    assert "%F0%A0%AE%B7.txt" in said
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "name", ['a".txt', "a\x0bX-Bad: 1.txt", "\u202ea.txt", "../../a.txt", "a;b='c.txt", "%00.txt"]
)
def test_no_name_breaks_out_of_its_header(zhang: Person, service: Service, name: str) -> None:
    zhang.do("Attach", files=files((TEXT, name)))
    version = version_of(service, zhang.number)
    answer = zhang.visitor.get(f"/cases/{zhang.number}/files/{version}")

    assert answer.status_code == 200
    assert "X-Bad" not in answer.headers
    assert "\u202e" not in zhang.page()
    said = answer.headers["Content-Disposition"]
    assert "/" not in said
    assert re.fullmatch(
        r'attachment; filename=("[^"\\/]*"|[\w.%-]+)(; filename\*=UTF-8\'\'\S+)?', said
    )


def test_nothing_of_where_a_photo_was_taken_comes_out(wang: Person, service: Service) -> None:
    came = photo()
    assert b"TELLTALE" in came
    wang.do("SignFor", files=files((came, "现场.jpg")))
    version = version_of(service, wang.number)

    for address in ("", "/small"):
        answer = wang.visitor.get(f"/cases/{wang.number}/files/{version}{address}")
        assert b"TELLTALE" not in answer.data
        with Image.open(BytesIO(answer.data)) as picture:
            assert not picture.getexif()


def test_a_picture_is_shown_small_and_a_paper_is_not(zhang: Person, service: Service) -> None:
    zhang.do("Attach", files=files((photo((2000, 1000)), "现场.jpg"), (TEXT, "说明.txt")))
    picture, paper = (version for version, _ in attached(service, zhang.number))

    answer = zhang.visitor.get(f"/cases/{zhang.number}/files/{picture}/small")
    assert answer.mimetype == "image/jpeg"
    with Image.open(BytesIO(answer.data)) as small:
        assert small.size == (320, 160)
    assert zhang.visitor.get(f"/cases/{zhang.number}/files/{paper}/small").status_code == 404
    assert f"files/{picture}/small" in zhang.page()
    assert f"files/{paper}/small" not in zhang.page()


def test_what_is_no_file_of_the_case_is_not_there(zhang: Person) -> None:
    for version in ("0", "1", "99", "x", "-1", "1e3"):
        assert zhang.visitor.get(f"/cases/{zhang.number}/files/{version}").status_code == 404


class TestWhoOpensIt:
    """As with all that is sealed: the centre, and a unit its own and what is addressed to it."""

    @pytest.fixture
    def by_the_centre(self, zhang: Person, service: Service) -> str:
        zhang.do("Attach", files=files((TEXT, "内部说明.txt")))
        return f"/cases/{zhang.number}/files/{version_of(service, zhang.number)}"

    @pytest.mark.parametrize(
        ("who", "status"),
        [
            ("zhang", 200),
            ("li", 200),
            ("chen", 200),
            ("wang", 404),
            ("zhao", 404),
            ("zhou", 403),
            ("root", 403),
        ],
    )
    def test_a_paper_of_the_centre(
        self, by_the_centre: str, logged_in: LogIn, who: str, status: int
    ) -> None:
        somebody = logged_in(who)
        case, _, _ = by_the_centre.partition("/files/")
        somebody.post(f"{case}/open", {"purpose": "handling"})
        assert somebody.get(by_the_centre).status_code == status

    def test_whoever_may_open_it_says_first_what_for(
        self, by_the_centre: str, logged_in: LogIn
    ) -> None:
        head = logged_in("li")
        asked = head.get(by_the_centre)
        assert asked.status_code == 303
        assert asked.location.endswith("#open")
        assert head.get(f"{by_the_centre}/small").status_code == 303
        case, _, _ = by_the_centre.partition("/files/")
        assert "内部说明" not in head.get(case).text
        assert "内部说明" in head.opened(case).text
        assert head.get(by_the_centre).status_code == 200

    def test_nobody_without_log_in(self, by_the_centre: str, visitor: Visitor) -> None:
        assert visitor.get(by_the_centre).status_code == 303

    @pytest.mark.parametrize("who", ["wang", "zhou"])
    def test_whoever_may_not_open_it_reads_no_name(
        self, by_the_centre: str, logged_in: LogIn, who: str
    ) -> None:
        number = by_the_centre.split("/")[2]
        page = Person(logged_in(who), number).opened()
        assert "内部说明" not in page
        assert by_the_centre not in page
        assert '<span class="lc-filename">***</span>' in page

    def test_a_units_own_photo_is_the_units_and_the_centres(
        self, wang: Person, logged_in: LogIn, desk: Desk, service: Service
    ) -> None:
        desk.do(wang.number, Dispatch(unit="sfs", role=DispatchRole.SUPPORT, zone="seat"))
        wang.do("SignFor", files=files((photo(), "现场.jpg")))
        address = f"/cases/{wang.number}/files/{version_of(service, wang.number)}"

        people = {who: logged_in(who) for who in ("wang", "zhang", "zhao")}
        for person in people.values():
            person.post(f"/cases/{wang.number}/open", {"purpose": "handling"})
        got = {who: person.get(address).status_code for who, person in people.items()}

        assert got == {"wang": 200, "zhang": 200, "zhao": 404}

    def test_a_file_of_a_complaint_is_hidden_with_it(
        self, zhang: Person, wang: Person, service: Service
    ) -> None:
        form = zhang.form("Complain")
        named = next(name for name in form.choices if "pcs" in form.choices[name])
        values = {**form.values, named: "pcs", "words": "被要求撤回", "text": "被要求撤回"}
        answer = zhang.visitor.client.post(
            form.action, data={**values, "files": files((TEXT, "投诉.txt"))}
        )
        assert answer.status_code == 303, wrong(answer)
        version = version_of(service, zhang.number)

        assert wang.visitor.get(f"/cases/{wang.number}/files/{version}").status_code == 404
        assert f'id="e{version}"' not in wang.page()

    def test_an_accused_unit_finds_no_case_and_no_file(
        self, desk: Desk, logged_in: LogIn, service: Service
    ) -> None:
        number = desk.receive(
            "反映办事拖延", track="petition", kind="accusation", accused=["pcs"], by="chen"
        )
        chen = Person(logged_in("chen"), number)
        chen.do("Attach", files=files((TEXT, "材料.txt")))
        address = f"/cases/{number}/files/{version_of(service, number)}"

        assert chen.visitor.get(address).status_code == 200
        assert logged_in("wang").get(address).status_code == 404


def test_a_corrected_name_keeps_the_extension_of_what_the_file_is(
    zhang: Person, service: Service
) -> None:
    zhang.do("Attach", files=files((TEXT, "说明.txt")))
    version = version_of(service, zhang.number)
    form = zhang.form("Correct")
    assert not [one for one in form.choices["target"] if one.endswith((".sha256", ".step"))]
    typed = {"target": f"{version}.name", "value": "../现场.exe", "reason": "写错"}
    zhang.do("Correct", **typed, approver="li")

    answer = zhang.visitor.get(f"/cases/{zhang.number}/files/{version}")

    assert "%E7%8E%B0%E5%9C%BA.txt" in answer.headers["Content-Disposition"]
    assert answer.data == TEXT


# --- what becomes of it ---


def test_an_erased_file_says_so(zhang: Person, service: Service) -> None:
    zhang.do("Attach", files=files((photo(), "现场.jpg")))
    version = version_of(service, zhang.number)
    engine = make_engine(service.settings.keyring_url)
    with engine.begin() as connection:
        connection.execute(update(person_keys).values(wrapped=None, state=DESTROYED))
    engine.dispose()

    answer = zhang.visitor.get(f"/cases/{zhang.number}/files/{version}")

    assert answer.status_code == 410
    assert "个人信息已删除" in answer.text
    assert zhang.visitor.get(f"/cases/{zhang.number}/files/{version}/small").status_code == 410
    assert zhang.answer().status_code == 200


def test_a_file_that_is_lost_is_told_and_the_case_stands(zhang: Person, service: Service) -> None:
    zhang.do("Attach", files=files((TEXT, "说明.txt")))
    version = version_of(service, zhang.number)
    _lose(service)

    answer = zhang.visitor.get(f"/cases/{zhang.number}/files/{version}")

    assert answer.status_code == 410
    assert "附件不在存放的位置" in answer.text
    assert zhang.answer().status_code == 200


def _lose(service: Service) -> None:
    if not service.settings.database_url:
        for path in service.settings.files_path.glob("*/*"):
            path.unlink()
        return
    engine = make_engine(service.settings.sqlalchemy_url)
    with engine.begin() as connection:
        connection.execute(attached_files.delete())
    engine.dispose()


def test_the_past_shows_the_files_it_had(zhang: Person, desk: Desk, service: Service) -> None:
    zhang.do("Attach", files=files((TEXT, "说明.txt")))
    seq = service.desk.log.head()
    zhang.do("Note", label="以后", files=files((TEXT, "后来.txt")))

    page = zhang.page(at=seq)

    assert "说明.txt" in page
    assert "后来.txt" not in page
