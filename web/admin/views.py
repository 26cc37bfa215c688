"""Where administrators begin: what there is to keep in order, and how much of it."""

from flask import Blueprint, render_template

from domain.case.words import Role
from web import names
from web.service import service, settings

blueprint = Blueprint("admin", __name__, url_prefix="/admin", template_folder="templates")


@blueprint.get("/")
def home() -> str:
    """Counts that lead on."""
    everyone = service().accounts.everyone()
    active = [one for one in everyone if not one.disabled]
    units, categories = names.units().values(), names.categories()
    return render_template(
        "admin/home.html",
        active=len(active),
        disabled=len(everyone) - len(active),
        never=sum(one.must_change for one in active),
        admins=sum(one.role == Role.ADMIN for one in active),
        units=sum(not one.dissolved for one in units),
        dissolved=sum(one.dissolved for one in units),
        without=_without_people([one.unit for one in active]),
        offered=sum(len(leaves) for _, leaves in names.groups()),
        retired=len(categories.retired),
        rules=service().desk.rules.active(settings().rules).ref,
        last_year=max(service().desk.calendar.years),
    )


def _without_people(manned: list[str]) -> int:
    """Units nobody can log in for: they get a link with each dispatch."""
    return sum(not one.dissolved and one.code not in manned for one in names.units().values())
