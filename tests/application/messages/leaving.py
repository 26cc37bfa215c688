"""What tests of sending have in common: cases that make messages, and the one that leaves."""

import time
from http.server import BaseHTTPRequestHandler

from application.messages import Delivery
from application.settings import Settings
from domain.case.dispatch import Dispatch
from projections.bootstrap import Service
from tests.application.messages.conftest import Request, Town

ALL = 60.0  # seconds: until every lane has come to its end


def dispatched(town: Town, times: int = 1, unit: str = "pcs") -> list[str]:
    numbers = [town.receive() for _ in range(times)]
    for number in numbers:
        town.do(number, Dispatch(unit=unit, zone="seat"))
    return numbers


def outside(service: Service, number: str) -> Delivery:
    """The message that leaves the service about a case."""
    found = service.messages.deliveries.of_case(service.desk.find(number), 9)
    (one,) = [one for one in found if one.channel != "inbox"]
    return one


def drip(_: Request, handler: BaseHTTPRequestHandler) -> None:
    """A sign now and then, the end never in time."""
    handler.close_connection = True
    try:
        for sign in b"HTTP/1.1 200 OK\r\n\r\n" + b"." * 100:
            handler.wfile.write(bytes([sign]))
            time.sleep(0.05 if sign == ord(".") else 0)
    except OSError:
        return


def on_disk(settings: Settings) -> bytes:
    """Everything that stands in files of the place."""
    return b"".join(path.read_bytes() for path in settings.data.rglob("*") if path.is_file())
