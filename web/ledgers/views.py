"""The shelf, a ledger page by page, and the same as a workbook."""

from io import BytesIO
from typing import Any

from flask import Blueprint, render_template, request, send_file
from werkzeug.wrappers import Response

from projections.queries.errors import QueryError
from projections.queries.ledger import Ledger, Page
from projections.queries.ledgers import everything, page
from projections.sheet import XLSX, Head, table, write_xlsx
from web import asof, names, times
from web.asking import viewer
from web.bulk import actions
from web.bulk.chosen import value_of
from web.desk.texts.steps import STEPS
from web.i18n import language
from web.ledgers import cells, contesting, holders, periods
from web.ledgers.asked import PER_PAGE, Asked, read
from web.ledgers.fields import choices
from web.ledgers.shelf import ABOUT, shelf, taken
from web.wording import LazyString, _

blueprint = Blueprint("ledgers", __name__, url_prefix="/ledgers", template_folder="templates")

# More than this is a matter for `linkage ledger`; a browser would wait too long for it.
MOST_IN_SHEET = 50_000
OVERDUE = "overdue"
FAILINGS = "failings"
SINGLES = ("Urge", "Supervise")  # each row has a button for these


@blueprint.get("/")
def index() -> str:
    """The shelf."""
    return render_template("ledgers/index.html", shelf=shelf(), about=ABOUT, language=language())


@blueprint.get("/<name>")
def ledger(name: str) -> str | tuple[str, int]:
    """One page of a ledger; a question that can't be answered brings the form back."""
    book = taken(name)
    asked = read(book, request.args)
    try:
        found = None if asked.problems else _page(book, asked)
    except QueryError as refused:
        found = None
        asked.problems.append(("", _refusal(refused)))
    return _show(book, asked, found), 200 if found is not None else 422


@blueprint.get("/<name>.xlsx")
def sheet(name: str) -> Response | tuple[str, int]:
    """All rows of the same question."""
    book = taken(name)
    asked = read(book, request.args)
    try:
        if not asked.problems and _page(book, asked._replace(page=1)).total <= MOST_IN_SHEET:
            return _sheet(book, asked)
        asked.problems.append(("since", _too_many()))
    except QueryError as refused:
        asked.problems.append(("", _refusal(refused)))
    return _show(book, asked, None), 422


def _question(asked: Asked) -> dict[str, Any]:
    return {
        "viewer": viewer(),
        "now": asof.now(),
        "filters": asked.filters,
        "sort": asked.sort,
        "codes": names.codes(),
    }


def _page(book: Ledger, asked: Asked) -> Page:
    with asof.read() as connection:
        return page(
            connection, book.name, **_question(asked), page=asked.page, per_page=asked.per_page
        )


def _sheet(book: Ledger, asked: Asked) -> Response:
    title, file = book.heading(language()), BytesIO()
    heads = [Head(cells.head(column), column.kind) for column in book.columns]
    with asof.read() as connection:
        rows = everything(connection, book.name, **_question(asked))
        write_xlsx(file, title, heads, table(book.columns, rows, cells.said), times.zone())
    file.seek(0)
    name = f"{title}-{times.now():%Y%m%d-%H%M}.xlsx"
    return send_file(file, mimetype=XLSX, as_attachment=True, download_name=name)


def _show(book: Ledger, asked: Asked, found: Page | None) -> str:
    return render_template(
        "ledgers/ledger.html",
        book=book,
        asked=asked,
        found=found,
        title=book.heading(language()),
        about=ABOUT[book.name],
        choices=choices(book),
        periods=periods.usual() if book.time is not None else [],
        shown=cells.Writing().shown,
        columns=[(column, cells.head(column)) for column in book.columns],
        cells=[cells.cell(column) for column in book.columns],
        now=asof.now(),
        per_page=PER_PAGE,
        steps=_steps(book),
        singles=[one for one in _steps(book) if one[0] in SINGLES] if book.name == OVERDUE else [],
        act=contesting.act if book.name == FAILINGS and asof.past() is None else None,
        holders=holders.shown() if book.name == OVERDUE and found is not None else [],
        most=actions.MOST,
        value_of=lambda row: value_of(book.name, row),
        ticked=request.args.get("select") == "page",
        here=request.full_path.rstrip("?"),
    )


def _steps(book: Ledger) -> list[tuple[str, LazyString]]:
    """None on a page of the past: nothing can be done to it."""
    if asof.past() is not None:
        return []
    return [(name, STEPS[name][0]) for name in actions.offered(book.name, viewer().role)]


def _refusal(refused: QueryError) -> str:
    if refused.code == "page-unknown":
        return _("There is no such page. Narrow the ledger by period, unit or words instead.")
    return _("The ledger can't be narrowed in that way. Choose from the lists and try again.")


def _too_many() -> str:
    return _(
        "More than %(most)d rows are too many for one workbook. Narrow the period and try again.",
        most=MOST_IN_SHEET,
    )
