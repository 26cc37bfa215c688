"""Opens the sealed texts of a case for whoever said what for."""

from flask import redirect, render_template, request, url_for

from web.desk.standing import Standing, standing
from web.readings import asking, recording
from web.readings.asking import Ask
from web.readings.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint


@blueprint.post("/cases/<number>/open")
def open_case(number: str) -> Answer:
    """All of it that opens to the viewer, for a while."""
    now = standing(number)
    problem = recording.read_case(now)
    return opened(now, problem, asking.reading(now).ask, url_for("desk.case", number=number))


def opened(now: Standing, problem: str, ask: Ask | None, otherwise: str) -> Answer:
    """Back to where it was asked; refused, the form again with what was written."""
    back = asking.back_to(otherwise)
    if not problem:
        return redirect(back, SEE_OTHER)
    typed = request.form.get("other", "")
    again = None if ask is None else ask._replace(problem=problem, typed=typed, back=back)
    page = render_template(
        "readings/again.html", case=now.case, ask=again, problem=problem, back=back
    )
    return page, UNPROCESSABLE
