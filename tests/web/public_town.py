"""Somebody who brought a matter, with their slip, at a browser of their own."""

import re
from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.test import TestResponse

from application.querycode import PURPOSE, query_code, written
from projections.bootstrap import Service
from tests.web.conftest import Visitor

PHONE = "13800138000"
NAME = "陈小明"
GIVEN: Mapping[str, Any] = {"phone": PHONE, "name": NAME, "narrative": "楼下起火"}
HAPPY: Mapping[str, Any] = {"solved": "yes", "satisfied": "satisfied"}
UNSOLVED: Mapping[str, Any] = {"solved": "no", "satisfied": "not", "words": "烟还在冒"}
ASKING: Mapping[str, Any] = {**UNSOLVED, "reopen": "yes"}


def code_of(service: Service, number: str) -> str:
    """As it is printed on the slip."""
    secret = service.desk.keys.secret(PURPOSE)
    return written(query_code(secret, service.desk.find(number)))


class Reporter(Visitor):
    """Knows number, code and what they gave at receipt."""

    def __init__(self, app: Flask, service: Service, number: str) -> None:
        super().__init__(app)
        self.service = service
        self.number = number
        self.code = code_of(service, number)

    def knock(self, factor: str = PHONE[-4:], **others: Any) -> TestResponse:
        typed: dict[str, object] = {"number": self.number, "code": self.code, "factor": factor}
        return self.post("/query", {**typed, **others})

    def enter(self, factor: str = PHONE[-4:]) -> str:
        """Get in; gives the page of the matter."""
        assert self.knock(factor).status_code == 303
        return self.page()

    def page(self) -> str:
        answer = self.get("/query/matter")
        assert answer.status_code == 200
        return answer.text

    def say(self, path: str, **typed: Any) -> TestResponse:
        """Send a form of the page, with the key it has."""
        page = self.get("/query/matter").text
        token = re.search(r'name="token" value="([^"]+)"', page)
        key = token[1] if token is not None else "k" * 22
        return self.post(f"/query/{path}", {"token": key, **typed})
