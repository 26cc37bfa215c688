"""Gives files back: to keep, as what they were sent as, and small, to be seen in a list."""

from io import BytesIO
from typing import Final

from flask import Blueprint, abort, redirect, render_template, send_file, url_for
from werkzeug.wrappers import Response

from application.files import pictures
from application.files.keeping import ALTERED, MISSING, FileGone
from application.files.kinds import is_picture
from application.files.refusing import FileRefused
from application.keys import DESTROYED
from web.desk.standing import standing
from web.files.hint import Hint
from web.files.opening import Closed, opened
from web.wording import _

GONE: Final = 410
SEE_OTHER: Final = 303
SANDBOX: Final = "sandbox; default-src 'none'"  # whatever a browser makes of it, it does nothing

blueprint = Blueprint("files", __name__, template_folder="templates")
blueprint.app_context_processor(lambda: {"files_limits": Hint()})

Answer = Response | tuple[str, int]


@blueprint.get("/cases/<number>/files/<int:version>")
def download(number: str, version: int) -> Answer:
    """The file, to keep; never shown as a page of ours. Closed, to where one says what for."""
    try:
        file = opened(standing(number), version)
    except Closed:
        return _to_be_asked(number)
    except FileGone as gone:
        return _gone(gone)
    sent = send_file(
        BytesIO(file.data),
        mimetype=file.media_type,
        as_attachment=True,
        download_name=file.name,
        etag=False,
    )
    return _shut(sent)


@blueprint.get("/cases/<number>/files/<int:version>/small")
def preview(number: str, version: int) -> Answer:
    """A picture, small."""
    try:
        file = opened(standing(number), version)
        if not is_picture(file.media_type):
            abort(404)
        shown = pictures.small(file.data)
    except FileGone as gone:
        return _gone(gone)
    except Closed:
        return _to_be_asked(number)
    except FileRefused:
        abort(404)
    return _shut(Response(shown, mimetype="image/jpeg"))


def _to_be_asked(number: str) -> Response:
    return redirect(url_for("desk.case", number=number, _anchor="open"), SEE_OTHER)


def _shut(answer: Response) -> Response:
    answer.headers["Content-Security-Policy"] = SANDBOX
    return answer


def _gone(gone: FileGone) -> Answer:
    """Erased for good, or to be looked for by the administrator."""
    why = {
        DESTROYED: _("The personal data of this matter was erased, and the file with it."),
        MISSING: _("The file is not where it was kept. Tell your administrator."),
        ALTERED: _("The file is not what was added. Tell your administrator."),
    }
    todo = why.get(gone.why, _("The key of the file is lost. Tell your administrator."))
    title = _("This file can't be given back")
    return render_template("error.html", code=GONE, title=title, todo=todo, about=""), GONE
