"""The auditors' page of checkpoints, and the look at one they kept themselves."""

from flask import render_template, request

from web.proofs.checking import Checked, Unfit, check
from web.proofs.looking import look, mark, witness_of
from web.proofs.routes import UNPROCESSABLE, Answer, blueprint


@blueprint.get("/audit/proofs")
def page() -> Answer:
    """How far the log is proved; of a checkpoint somebody kept, whether the log still fits."""
    if "note" not in request.args:
        return _page()
    pasted = request.args["note"]
    try:
        return _page(pasted, found=check(pasted))
    except Unfit as wrong:
        return _page(pasted, problem=str(wrong)), UNPROCESSABLE


def _page(pasted: str = "", found: Checked | None = None, problem: str = "") -> str:
    now = look()
    return render_template(
        "proofs/page.html",
        look=now,
        mark=mark(now.last.note) if now.last else "",
        witness_of=witness_of,
        pasted=pasted,
        found=found,
        problems=[("note", problem)] if problem else [],
    )
