-- The rows behind every rate: when they count, to whose account, whether kept and whether due.
-- Each is attributed to the period in which what was owed fell due; what nobody owed (an answer, a
-- closing, a dispute) to that in which it happened.

CREATE OR REPLACE TABLE binding AS
    SELECT limits.*, number, track, coalesce(state = 'met' AND met_at <= due, false) AS kept,
        -- what the centre holds until the closing stands to the account of the unit that led to it
        CASE WHEN holder <> 'centre' THEN holder ELSE coalesce(nullif(coalesce((
            SELECT min_by(closings.unit, closings.version) FROM closings
            WHERE closings.stream = limits.stream AND closings.version > opened_version
        ), leads.unit, ''), ''), 'centre') END AS account
    FROM limits JOIN (SELECT stream, number, track FROM cases) USING (stream)
    LEFT JOIN leads USING (stream)
    WHERE state <> 'waived';

CREATE OR REPLACE TABLE counted AS
WITH found AS (
    SELECT 'registration' AS rate, stream, received_at AS counts_at, received_by AS unit,
        recorded_at - received_at <= register.milliseconds AS kept, true AS due, false AS partly
    FROM cases JOIN register USING (rules, track) WHERE source = ''
    UNION ALL
    SELECT CASE kind WHEN 'arrive' THEN 'arrival' WHEN 'handle' THEN 'handling' ELSE kind END,
        stream, due, holder, kept, true, false
    FROM binding WHERE kind IN ('arrive', 'handle', 'feedback')
    UNION ALL
    SELECT 'closure', stream, due, account, kept, true, false FROM binding
    WHERE kind IN ('close', 'opinion') OR (kind = 'reply' AND track = 'petition')
    UNION ALL  -- for scores: limits of every kind, and closings the centre itself was to bring about
    SELECT 'limit.' || kind, stream, due, holder, kept, true, false FROM binding
    UNION ALL
    SELECT 'closure.centre', stream, due, holder, kept, true, false FROM binding
    WHERE holder = 'centre' AND (kind IN ('close', 'opinion') OR (kind = 'reply' AND track = 'petition'))
    UNION ALL
    SELECT 'taken_up', cases.stream, received_at,
        coalesce(mediations.unit, leads.unit, ''), mediations.version IS NOT NULL, true, false
    FROM cases LEFT JOIN mediations ON mediations.stream = cases.stream AND mediations.last
    LEFT JOIN leads ON leads.stream = cases.stream
    WHERE track = 'dispute' AND validity NOT IN ('invalid', 'duplicate')
    UNION ALL
    SELECT 'mediation', stream, concluded_at, unit, agreed, true, false FROM mediations
    WHERE concluded_at IS NOT NULL
    UNION ALL
    SELECT 'solved', stream, said_at, unit, solved, true, false FROM closings
    WHERE said_at IS NOT NULL
    UNION ALL
    SELECT 'satisfied', stream, said_at, unit, satisfied IN ('satisfied', 'basically'), true,
        satisfied = 'basically'
    FROM closings WHERE said_at IS NOT NULL
    UNION ALL
    SELECT 'contact', stream, said_at, unit, contacted, true, false FROM closings
    WHERE said_at IS NOT NULL AND contacted IS NOT NULL
    UNION ALL
    SELECT 'answering', stream, due, unit, said_at IS NOT NULL, true, false FROM closings
    WHERE due IS NOT NULL
    UNION ALL
    SELECT 'coverage', stream, due, unit, in_time, true, false FROM closings WHERE due IS NOT NULL
    UNION ALL
    SELECT 'rework', stream, closed_at, unit, reopened, true, false FROM closings
    UNION ALL
    SELECT 'rework', stream, occurred, unit, true, false, false FROM sent_back
)
SELECT found.*, cid, number, track, channel, category, place FROM found JOIN cases USING (stream);
