"""The pages of a unit's people: what is in hand, one dispatch, and what a phone keeps of them."""

from pathlib import Path
from typing import Final

from flask import (
    Response,
    abort,
    current_app,
    json,
    redirect,
    render_template,
    request,
    url_for,
)
from werkzeug.wrappers import Response as Redirect

from domain.units import CENTRE
from projections.queries.unit import InHand, work
from web import deadlines, times
from web.asking import viewer
from web.auth.who import actor
from web.deadlines import Mark
from web.desk.standing import standing
from web.files.limits import takes_files
from web.frame import static_url
from web.service import service
from web.unit import device
from web.unit.pages import Answer, Door, blueprint, open_texts, show, take

SHOWN: Final = ("", "given", "registered")


@blueprint.get("/unit")
def mine() -> str | Redirect:
    """My dispatches: what is due first on top; what waits for the centre; what we registered.

    What the centre has in hand is on its board.
    """
    if viewer().unit == CENTRE:
        return redirect(url_for("board.board_page"))
    with service().read() as connection:
        found = work(connection, viewer=viewer())
    chosen = request.args.get("show", "")
    return render_template(
        "unit/mine.html",
        work=found,
        show=chosen if chosen in SHOWN else "",
        mark=_mark,
        moment=device.moment(),
        keeping=device.keeping(actor().user),
    )


def _mark(one: InHand) -> Mark | None:
    if one.owed is None:
        return None
    return deadlines.mark({**one.row, **one.owed}, times.now())


@blueprint.get("/unit/dispatch/<number>/<int:n>")
def dispatch(number: str, n: int) -> Answer:
    """One dispatch of the viewer's unit."""
    return show(_door(number, n))


@blueprint.post("/unit/dispatch/<number>/<int:n>/do/<name>")
@takes_files
def step(number: str, n: int, name: str) -> Answer:
    """Take a step on it."""
    return take(_door(number, n), name)


@blueprint.post("/unit/dispatch/<number>/<int:n>/open")
def opening(number: str, n: int) -> Answer:
    """Say what its sealed texts are read for."""
    return open_texts(_door(number, n))


def _door(number: str, n: int) -> Door:
    """Errors: 404 for a dispatch to another unit, as for none."""
    found = standing(number)
    sent = found.case.dispatch(n)
    if sent is None or sent.unit != actor().unit:
        abort(404)
    own = found.case.number
    return Door(
        standing=found,
        dispatch=n,
        who=actor().user,
        here=url_for("unit.dispatch", number=own, n=n),
        form=lambda name: url_for("unit.step", number=own, n=n, name=name),
        opening=url_for("unit.opening", number=own, n=n),
    )


# --- what a phone keeps: nothing about anybody ---


@blueprint.get("/unit/worker.js")
def worker() -> Response:
    """What stands in for the service while there is no line; other files, another worker."""
    files = (url_for("unit.offline"), *_files())
    text = (Path(current_app.static_folder or "") / "unit-worker.js").read_text(encoding="utf-8")
    script = f"const KEPT = {json.dumps(files)};\n{text}"
    answer = Response(script, mimetype="text/javascript")
    answer.headers["Service-Worker-Allowed"] = "/"
    return answer


def _files() -> list[str]:
    bootstrap = current_app.extensions["bootstrap"]
    own = (
        *("app.css", "desk.css", "files.css", "unit.css", "mark.svg", "app.js", "files.js"),
        *("unit-store.js", "unit-send.js", "unit-offline.js", "unit.js"),
    )
    style = url_for(
        "bootstrap.static", filename="css/bootstrap.min.css", v=bootstrap.bootstrap_version
    )
    return [style, *(static_url(name) for name in own)]


@blueprint.get("/unit/offline")
def offline() -> str:
    """The page a phone shows without line: nobody's, so nobody's name is kept on the phone."""
    return render_template("unit/offline.html", me=None, bar=[], find_url="")
