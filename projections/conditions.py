"""Conditions as partial indexes have them: literals, no parameters, so that queries find them."""

from sqlalchemy import and_, literal_column, or_

from projections.tables import (
    cases,
    closings,
    failings,
    mediations,
    obligations,
    parts,
    round_reports,
)

running = obligations.c.state == literal_column("'open'")
failing = or_(
    running,
    obligations.c.state == literal_column("'lapsed'"),
    obligations.c.met_at > obligations.c.due_at,
)
met = obligations.c.state == literal_column("'met'")
unmet = or_(running, obligations.c.state == literal_column("'lapsed'"))
accusing = cases.c.accused != literal_column("''")
of_units = cases.c.received_by != literal_column("'centre'")
visited = cases.c.visited_at.is_not(None)
owed = or_(
    round_reports.c.state == literal_column("'open'"),
    round_reports.c.state == literal_column("'missed'"),
)
paused = cases.c.paused_at.is_not(None)
asking = cases.c.asking_until.is_not(None)
to_visit = cases.c.due_kind == literal_column("'visit'")
standing = failings.c.state != literal_column("'struck'")
part_closed = parts.c.closed_at.is_not(None)
# What counts when rates and scores are taken.
binding = obligations.c.kept.is_not(None)
closing = obligations.c.account != literal_column("''")
visit_due = closings.c.due_at.is_not(None)
said = closings.c.said_at.is_not(None)
concluded = mediations.c.concluded_at.is_not(None)
disputed = and_(
    cases.c.track == literal_column("'dispute'"),
    cases.c.validity != literal_column("'invalid'"),
    cases.c.validity != literal_column("'duplicate'"),
)
