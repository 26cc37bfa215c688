"""By which words a case is found: only what is clear; sealed text is indexed nowhere."""

from domain.case.state import Case
from projections.words import category_code, unit_code, words


def search_line(case: Case) -> str:
    """Title, number, place, reference, category and lead unit as words, parted by spaces."""
    clear = f"{case.title} {case.number} {case.place} {case.reference} {case.category}"
    found = words(clear)
    if case.category:
        found.append(category_code(case.category))
    lead = case.lead
    if lead is not None:
        found.append(unit_code(lead.unit))
    return " ".join(found)
