"""A paper of a case as a Word document, where nothing of it is kept encrypted."""

from io import BytesIO

from flask import abort, redirect, send_file, url_for
from werkzeug.wrappers import Response

from web import times
from web.desk.papers import Printed, printed
from web.desk.standing import standing
from web.desk.views import SEE_OTHER, blueprint
from web.i18n import language
from web.papers.content import Paper, Paragraph
from web.papers.word import DOCX, write
from web.wording import _


@blueprint.get("/cases/<number>/paper/<int:version>.docx")
def paper_file(number: str, version: int) -> Response:
    """The paper for Word; one that is only to be printed leads to its page."""
    found = printed(standing(number), version)
    if found is None:
        abort(404)
    if not found.word:
        return redirect(url_for("desk.paper", number=number, version=version), SEE_OTHER)
    name = f"{found.title}-{found.code}.docx"
    file = BytesIO(write(document(found)))
    return send_file(file, mimetype=DOCX, as_attachment=True, download_name=name)


def document(found: Printed) -> Paper:
    """The same as it is printed."""
    return Paper(
        title=f"{found.centre}\n{found.title}",
        organ="",
        number="",
        to=_("%(name)s:", name=found.to),
        blocks=[Paragraph(text) for text in (*found.says, *found.after)],
        signed=found.centre,
        day=found.day,
        at=times.now(),
        language="en" if language() == "en" else "zh",
        code=_("No. %(code)s", code=found.code),
    )
