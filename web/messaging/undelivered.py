"""未送达: messages that were given up, why, and "send again"; number and category, nothing more."""

from collections.abc import Iterable
from typing import Final

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application.messages import Delivery
from application.opening import look
from domain.case.rights import barred
from domain.case.words import Role
from domain.errors import CaseUnknown
from web.auth.who import account, actor
from web.messaging.showing import rows_of
from web.messaging.views import SEE_OTHER, blueprint
from web.service import service, settings
from web.wording import _, _n

SHOWN: Final = 50
AT_MOST: Final = 10_000  # sent again by one press


@blueprint.get("/")
def undelivered() -> str:
    """Those given up, the latest first, and how the outbox stands."""
    kept = service().messages.deliveries
    found = [one for one in kept.dead(SHOWN) if _may_know(one)]
    return render_template(
        "messaging/undelivered.html",
        rows=list(zip(found, rows_of(found), strict=True)),
        standing=kept.standing(),
        servers={"email": settings().smtp_host, "sms": settings().sms_url},
        base=settings().base_url,
        is_public=bool(settings().public_url),
        is_admin=account().role == Role.ADMIN,
    )


@blueprint.post("/again")
def again() -> Response:
    """Send one again, or all of them."""
    one = request.form.get("message", 0, type=int)
    count = service().messages.send_again([one] if one else _all(), account().username)
    text = _n("%(num)d message goes out again.", "%(num)d messages go out again.", count)
    flash(text if count else _("There was nothing to send again."), "success" if count else "info")
    return redirect(url_for("messaging.undelivered"), SEE_OTHER)


def _all() -> list[int]:
    dead: Iterable[Delivery] = service().messages.deliveries.dead(AT_MOST)
    return [one.id for one in dead]


def _may_know(one: Delivery) -> bool:
    """Nobody learns here of a case that accuses them; to others its number says nothing."""
    if not one.case_id:
        return True
    try:
        work, ctx = look(service().desk, one.case_id, actor())
    except CaseUnknown:
        return False
    return not barred(work.case, ctx)
