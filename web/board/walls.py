"""Links for screens on walls: made by the desk, told once, void when somebody says so."""

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application import duty as commands
from domain.errors import DomainError
from web import messages, times
from web.auth.who import actor
from web.board import duty, staff
from web.board.routes import SEE_OTHER, UNPROCESSABLE, blueprint
from web.desk.forms import LINE_MOST
from web.desk.schemas import Text
from web.service import service
from web.wording import _

Answer = Response | str | tuple[str, int]


@blueprint.get("/board/walls")
def walls() -> Answer:
    """The screens, and the form for a link to one more."""
    return _page()


@blueprint.post("/board/walls")
def open_wall() -> Answer:
    """Make a link; it is shown on this answer and never again."""
    label: str = Text().deserialize(request.form.get("label", ""))
    if not label:
        return _page(label, _wrong("field:required")), UNPROCESSABLE
    if len(label) > LINE_MOST:
        return _page(label, _wrong("field:too-long")), UNPROCESSABLE
    try:
        made = commands.open_wall(service().desk, label, actor())
    except DomainError as refusal:
        return _page(label, messages.explain(refusal).text), UNPROCESSABLE
    return _page(link=url_for("board.wall_by_link", secret=made.secret, _external=True))


@blueprint.post("/board/walls/<int:wall>/close")
def close_wall(wall: int) -> Answer:
    """Make a screen's link void."""
    commands.close_wall(service().desk, wall, actor())
    flash(_("The link is void; that screen shows nothing any more."), "success")
    return redirect(url_for("board.walls"), SEE_OTHER)


def _wrong(code: str) -> str:
    return messages.explain_field(code, _("Where the screen hangs"), {"most": LINE_MOST})


def _page(label: str = "", problem: str = "", link: str = "") -> str:
    if not duty.acts():
        abort(403)
    now = times.now()
    return render_template(
        "board/walls.html",
        walls=[(wall, staff.name(wall.opened_by)) for wall in duty.duty().walls if wall.shows(now)],
        label=label,
        problem=problem,
        link=link,
        most=LINE_MOST,
    )
