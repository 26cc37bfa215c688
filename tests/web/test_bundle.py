"""The page on which all of a case is exported, and the copy to read in what leaves."""

import re
from collections.abc import Callable

import pytest

from application.exporting.bundle import Bundle, read
from domain.case.events import DataExported
from domain.case.supervision import Complain
from projections.bootstrap import Service
from tests.bundled import KEY, WITNESS_KEY, alone, sign
from tests.web.conftest import Desk, Visitor

LogIn = Callable[[str], Visitor]


@pytest.fixture
def number(desk: Desk) -> str:
    """A matter with a name in it, which the police work on."""
    number = desk.receive("老街起火", name="陈小明", phone="13800138000", narrative="楼道里有烟")
    desk.dispatch(number)
    return number


def export(visitor: Visitor, number: str, **form: str) -> str:
    """Put on record that all of it leaves; where the bundle will be."""
    page = visitor.get(f"/cases/{number}/bundle")
    token = re.search(r'name="token" value="([^"]+)"', page.text)
    assert token is not None
    answer = visitor.post(
        f"/cases/{number}/bundle", {"purpose": "审计抽查", "token": token[1], **form}
    )
    assert answer.status_code == 303, answer.text
    version = answer.location.rpartition("#e")[2]
    return f"/cases/{number}/bundle/{version}.json"


def bundled(visitor: Visitor, file: str) -> Bundle:
    answer = visitor.get(file)
    assert answer.status_code == 200, answer.location
    found = read(answer.data)
    assert found is not None
    return found


def test_an_auditor_takes_along_all_of_a_matter_once_it_is_signed_for(
    service: Service, number: str, logged_in: LogIn
) -> None:
    zhou = logged_in("zhou")
    assert "导出验证包" in zhou.get(f"/cases/{number}").text
    file = export(zhou, number)
    waiting = zhou.get(f"/cases/{number}/bundle").text
    assert "等待签署" in waiting
    assert file not in waiting
    assert zhou.get(file).status_code == 303

    sign(service.desk)

    assert file in zhou.get(f"/cases/{number}/bundle").text
    answer = zhou.get(file)
    assert f'filename="{number}-3.bundle.json"' in answer.headers["Content-Disposition"]
    found = alone.verify(answer.data, KEY, [WITNESS_KEY])
    assert (found["case"], found["records"], found["exported_by"]) == (number, 3, "zhou")
    event = service.desk.load(service.desk.find(number)).history[-1]
    assert isinstance(event, DataExported)
    assert (event.purpose, event.records) == ("审计抽查", 2)


def test_the_copy_says_every_record_in_both_languages_and_opens_nothing(
    service: Service, number: str, logged_in: LogIn
) -> None:
    chen = logged_in("chen")
    chen.get("/language/en")
    file = export(chen, number, purpose="审计抽查")
    sign(service.desk)

    copy = bundled(chen, file).readable

    assert (copy.zh.centre, copy.en.centre) == ("青石镇联动中心", "Qingshi Town Linkage Center")
    assert [one.title for one in copy.zh.entries] == ["接报登记", "派单"]
    assert [one.title for one in copy.en.entries] == ["Registered", "Dispatched"]
    assert ("姓名", "***") in copy.zh.entries[0].details
    assert ("Name", "***") in copy.en.entries[0].details
    assert "派出所" in copy.zh.entries[1].text
    assert "Police station" in copy.en.entries[1].text
    for secret in ("陈小明", "13800138000", "楼道里有烟"):
        assert secret.encode() not in chen.get(file).data


def test_what_for_is_asked_and_what_was_typed_stays(number: str, logged_in: LogIn) -> None:
    zhou = logged_in("zhou")
    for purpose, told in (
        ("", "请说明导出的用途"),
        ("交王建军先生", "姓名"),
        ("x" * 201, "不超过 200"),
    ):
        answer = zhou.post(f"/cases/{number}/bundle", {"purpose": purpose})
        assert answer.status_code == 422
        assert told in answer.text
        assert f'value="{purpose}"' in answer.text
        assert 'href="#purpose"' in answer.text


def test_a_form_sent_twice_counts_once_and_each_export_is_one_persons(
    service: Service, number: str, logged_in: LogIn
) -> None:
    zhou = logged_in("zhou")
    form = {"token": "a" * 22}
    assert export(zhou, number, **form) == export(zhou, number, **form)
    sign(service.desk)

    chen = logged_in("chen")
    refused = chen.get(f"/cases/{number}/bundle/3.json")
    assert refused.status_code == 303
    assert "请自行导出" in chen.get(refused.location).text


def test_who_may_not_know_a_record_is_not_given_all_of_them(
    service: Service, desk: Desk, number: str, logged_in: LogIn
) -> None:
    li = logged_in("li")
    export(li, number)  # nothing is kept from the centre's leader so far
    desk.do(number, Complain(unit="centre"), by="chen")

    answer = li.post(f"/cases/{number}/bundle", {"purpose": "复核"})

    assert answer.status_code == 422
    assert "不对您的角色开放" in answer.text
    assert len(service.desk.load(service.desk.find(number)).rows) == 4
    export(logged_in("chen"), number)


def test_when_people_are_called_otherwise_it_is_exported_anew(
    service: Service, number: str, logged_in: LogIn
) -> None:
    zhou = logged_in("zhou")
    file = export(zhou, number)
    sign(service.desk)
    service.accounts.rename("zhang", "张敏敏")

    answer = zhou.get(file)

    assert "请重新导出" in zhou.get(answer.location).text
