-- Failings (履责问题) that the events of a case show: whose, from when, and shown by which events.

CREATE OR REPLACE TABLE failings AS
WITH late AS (
    SELECT limits.*, track, cases.kind AS kind_of,
        coalesce(state = 'lapsed' OR met_at > due, false) AS ended_late,
        coalesce(overdue_version, ended_version) AS shown_by
    FROM limits JOIN cases USING (stream)
    WHERE state = 'lapsed' OR met_at > due OR (overdue_version IS NOT NULL AND state <> 'waived')
),
handling AS (  -- from which event on a unit has a hand in the matter
    SELECT stream, version, said(data, 'unit') AS unit FROM facts
    WHERE topic IN ('case.dispatched', 'case.taken-up', 'case.mediator-named',
        'case.handler-appointed', 'case.handler-changed')
),
by_whom AS (SELECT *, said(data, 'by[1]') AS actor FROM facts),
found AS (
    SELECT stream, 'closed_after_due' AS failing, holder AS unit, due AS since, kind AS about,
        [opened_version, ended_version] AS proof
    FROM late WHERE ended_late AND kind = CASE WHEN track <> 'petition' THEN 'close'
        WHEN kind_of = 'claim' THEN 'opinion' ELSE 'reply' END
    UNION ALL
    SELECT stream, 'notice_missed', holder, due, kind, [opened_version, shown_by]
    FROM late WHERE kind = 'notice'
    UNION ALL
    SELECT stream, 'report_upward_missed', holder, due, kind, [opened_version, shown_by]
    FROM late WHERE kind IN ('report_first', 'report_further', 'report_final', 'after_action')
    UNION ALL  -- a unit was overdue, and until it was over nobody urged it
    SELECT late.stream, 'never_urged', 'centre', due, kind, [opened_version, ended_version]
    FROM late JOIN facts ON facts.stream = late.stream AND facts.version = ended_version
    WHERE list_contains(json_extract(data, '$.unurged')::VARCHAR[], kind || '.' || ref)
    UNION ALL
    SELECT stream, 'found_unregistered', said(data, 'unit'), occurred, '', [1, version]
    FROM facts WHERE topic = 'case.unregistered-found'
    UNION ALL
    SELECT stream, 'false_entry', said(data, 'unit'), occurred, '',
        [number_of(data, 'record'), version]
    FROM facts WHERE topic = 'case.false-entry-found'
    UNION ALL
    SELECT stream, 'late_registration', received_by, occurred, '', [version]
    FROM facts JOIN cases USING (stream)
    WHERE topic = 'case.received' AND flag(data, 'registered_late')
    UNION ALL  -- of whoever had to report it; a form kept by a device came in when it could
    SELECT told.stream, 'late_entry', coalesce(dispatched.unit, actor), occurred, '', [version]
    FROM by_whom AS told LEFT JOIN dispatched ON dispatched.stream = told.stream
        AND dispatched.number = number_of(data, 'dispatch')
    WHERE coalesce(said(data, 'late'), '') <> '' AND coalesce(said(data, 'source'), '') = ''
        AND NOT (topic = 'case.received' AND flag(data, 'registered_late'))
    UNION ALL  -- of the unit that handed it back unasked; where that was allowed, of the centre
    SELECT told.stream, 'passed_round',
        CASE WHEN topic = 'case.returned' THEN dispatched.unit ELSE 'centre' END, occurred, '',
        NULL
    FROM facts AS told LEFT JOIN dispatched ON dispatched.stream = told.stream
        AND dispatched.number = number_of(data, 'dispatch')
    WHERE flag(data, 'passed_round')
    UNION ALL
    SELECT stream, 'extension_without_notice',
        coalesce(nullif(actor, ''), nullif(received_by, ''), 'centre'), occurred, '', [version]
    FROM by_whom JOIN cases USING (stream)
    WHERE topic = 'case.extended' AND flag(data, 'notice_owed') AND NOT flag(data, 'told')
    UNION ALL
    SELECT stream, 'extension_without_approver',
        coalesce(nullif(actor, ''), nullif(received_by, ''), 'centre'), occurred, '', [version]
    FROM by_whom JOIN cases USING (stream)
    WHERE topic = 'case.extended' AND coalesce(said(data, 'approver'), '') = ''
    UNION ALL  -- 复查、复核撤销: of whoever issued the opinion
    SELECT decided.stream, 'opinion_overturned',
        coalesce(nullif(max_by(issued.actor, issued.version), ''), 'centre'), decided.occurred, '',
        list_filter([max(issued.version), decided.version], lambda one: one IS NOT NULL)
    FROM facts AS decided LEFT JOIN by_whom AS issued ON issued.stream = decided.stream
        AND issued.topic = 'case.opinion-issued' AND issued.version < decided.version
    WHERE decided.topic = 'case.review-decided' AND NOT flag(decided.data, 'upheld')
    GROUP BY decided.stream, decided.version, decided.occurred
    UNION ALL  -- a return visit by a unit that handled the matter
    SELECT stream, 'visit_by_handler', actor, occurred, '', [version] FROM by_whom
    WHERE topic IN ('case.visited', 'case.visit-attempted') AND actor NOT IN ('', 'centre')
        AND EXISTS (FROM handling WHERE handling.stream = by_whom.stream
            AND handling.unit = actor AND handling.version < by_whom.version)
    UNION ALL
    SELECT ruled.stream, 'pressure_upheld', said(told.data, 'unit'), ruled.occurred, '',
        [ruled.version]
    FROM facts AS ruled JOIN facts AS told ON told.stream = ruled.stream
        AND told.topic = 'case.complained'
        AND said(told.data, 'complaint') = said(ruled.data, 'complaint')
    WHERE ruled.topic = 'case.complaint-ruled' AND flag(ruled.data, 'upheld')
),
-- 申辩: a failing that was struck counts nowhere, as long as the same events show it.
contests AS (
    SELECT begun.stream, said(begun.data, 'failing') AS failing,
        coalesce(said(begun.data, 'about'), '') AS about,
        json_extract(begun.data, '$.proof')::INT[] AS proof, begun.version,
        max_by(ended.topic, ended.version) AS ended_by,
        max_by(flag(ended.data, 'struck'), ended.version) AS struck
    FROM facts AS begun LEFT JOIN facts AS ended ON ended.stream = begun.stream
        AND ended.topic IN ('case.failing-ruled', 'case.failing-contest-withdrawn')
        AND said(ended.data, 'contest') = said(begun.data, 'contest')
    WHERE begun.topic = 'case.failing-contested' GROUP BY ALL
),
standing AS (
    SELECT stream, failing, about, proof, max_by(struck, version) AS struck FROM contests
    WHERE ended_by IS DISTINCT FROM 'case.failing-contest-withdrawn' GROUP BY ALL
)
SELECT found.*, cases.number, coalesce(struck, false) AS struck
FROM found JOIN cases USING (stream) LEFT JOIN standing USING (stream, failing, about, proof)
WHERE unit <> '';
