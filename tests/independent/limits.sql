-- Every time limit (办理时限) of every case: who owes what until when, and how it ended.
-- A limit is opened by a clock in an event, moved by later clocks of its kind and by extensions, and
-- ended by the first event that meets it, takes it away, or ends the case.

CREATE OR REPLACE TABLE met_by AS
SELECT * FROM (VALUES
    -- topic, kind of limit, where its number stands ('' : the case's own)
    ('case.screened', 'screen', ''),
    ('case.dispatched', 'dispatch', ''), ('case.dispatched', 'transfer', ''),
    ('case.signed-for', 'sign', 'dispatch'), ('case.returned', 'sign', 'dispatch'),
    ('case.transfer-objected', 'sign', 'dispatch'),
    ('case.arrived', 'sign', 'dispatch'), ('case.arrived', 'arrive', 'dispatch'),
    ('case.handling-ended', 'sign', 'dispatch'), ('case.handling-ended', 'handle', 'dispatch'),
    ('case.feedback-given', 'sign', 'dispatch'), ('case.feedback-given', 'handle', 'dispatch'),
    ('case.feedback-given', 'feedback', 'dispatch'),
    ('case.follow-up-done', 'follow_up', 'dispatch'),
    ('case.opinion-issued', 'opinion', ''), ('case.opinion-issued', 'reply', ''),
    ('case.reply-served', 'reply', ''),
    ('case.directive-answered', 'directive', 'directive'),
    ('case.urge-answered', 'urge_answer', 'urge'),
    ('case.supervision-ended', 'supervise', 'supervision'),
    ('case.proposal-answered', 'proposal', 'proposal'),
    ('case.taken-up', 'take_up', ''),
    ('case.agreement-reached', 'mediation', ''), ('case.mediation-failed', 'mediation', ''),
    ('case.agreement-breached', 'performance', ''),
    ('case.confirmation-requested', 'confirmation', ''),
    ('case.notice-served', 'notice', ''), ('case.declined', 'notice', ''),
    ('case.redirected', 'notice', ''), ('case.redirected', 'transfer', ''),
    ('case.closed', 'close', ''), ('case.closed', 'handle', ''),
    ('case.visited', 'visit', ''), ('case.answered', 'visit', '')
) AS t(topic, kind, number_in);

-- Numbers a dispatch's limits go by; all of them end when it is handed back or taken back.
CREATE OR REPLACE TABLE of_dispatch AS
SELECT unnest(['sign', 'arrive', 'handle', 'feedback', 'follow_up']) AS kind;

-- What stays due after the matter is closed, and after it is found a duplicate.
CREATE OR REPLACE TABLE outlasting AS
SELECT 'closed' AS ending, unnest(['confirmation', 'performance', 'visit', 'supervise', 'directive',
    'proposal', 'review', 'rereview', 'follow_up', 'report_final', 'after_action']) AS kind
UNION ALL SELECT 'duplicate', 'notice';

CREATE OR REPLACE TABLE started AS
SELECT stream, version, occurred, said(clock, 'kind') AS kind, coalesce(number_of(clock, 'ref'), 0) AS ref,
    said(clock, 'holder') AS holder, moment(clock, 'due') AS due,
    coalesce(said(clock, 'rule'), '') AS rule
FROM (
    SELECT stream, version, occurred, unnest((json_extract(data, '$.clocks'))::JSON[]) AS clock FROM facts
    WHERE json_array_length(json_extract(data, '$.clocks')) > 0 AND topic <> 'case.corrected'
);

CREATE OR REPLACE TABLE ended AS
WITH tracks AS (
    SELECT stream, said(data, 'track') AS track FROM facts WHERE topic = 'case.received'
),
met AS (
    SELECT stream, version, occurred, kind,
        CASE WHEN number_in = '' THEN 0 ELSE number_of(data, number_in) END AS ref
    FROM facts JOIN met_by USING (topic)
    UNION ALL  -- sent out occurred once: of an emergency the dispatch is the screening
    SELECT stream, version, occurred, 'screen', 0 FROM facts JOIN tracks USING (stream)
    WHERE topic = 'case.dispatched' AND track = 'emergency'
    UNION ALL
    SELECT stream, version, occurred, 'notice', 0 FROM facts
    WHERE topic = 'case.accepted' AND said(data, 'notice') IS NOT NULL
    UNION ALL
    SELECT stream, version, occurred, 'performance', 0 FROM facts
    WHERE topic = 'case.performance-recorded' AND flag(data, 'complete')
    UNION ALL
    SELECT stream, version, occurred, 'visit', 0 FROM facts
    WHERE topic = 'case.visit-attempted' AND flag(data, 'enough')
    UNION ALL
    SELECT stream, version, occurred, said(data, 'stage'), 0 FROM facts WHERE topic = 'case.review-decided'
    UNION ALL
    SELECT stream, version, occurred, CASE said(data, 'kind') WHEN 'first' THEN 'report_first'
        WHEN 'further' THEN 'report_further' WHEN 'final' THEN 'report_final'
        ELSE 'after_action' END, 0
    FROM facts WHERE topic = 'case.reported-upward'
),
-- An urge by the timekeeper that wants an answer has it when what was urged over is done.
answered AS (
    SELECT urged.stream, met.version, met.occurred, 'urge_answer' AS kind,
        number_of(urged.data, 'urge') AS ref
    FROM facts AS urged JOIN met ON met.stream = urged.stream AND met.version > urged.version
        AND met.kind = coalesce(said(urged.data, 'kind'), '')
        AND met.ref = coalesce(number_of(urged.data, 'ref'), 0)
    WHERE urged.topic = 'case.urged' AND said(urged.data, 'planned') IS NOT NULL
),
taken_away AS (
    SELECT stream, version, occurred, kind, number_of(data, 'dispatch') AS ref
    FROM facts CROSS JOIN of_dispatch
    WHERE topic = 'case.recalled'
        OR (topic = 'case.returned' AND NOT flag(data, 'ruling_needed'))
        OR (topic = 'case.return-ruled' AND flag(data, 'upheld'))
    UNION ALL
    SELECT stream, version, occurred, 'visit', 0 FROM facts WHERE topic = 'case.reopened'
),
over AS (
    SELECT stream, version, occurred, CASE topic WHEN 'case.closed' THEN 'closed'
        WHEN 'case.screened' THEN said(data, 'validity') ELSE topic END AS ending,
        -- whatever an event ends, it ends before its own clocks start; screening starts them first
        topic = 'case.screened' AS after_its_clocks
    FROM facts
    WHERE topic IN ('case.closed', 'case.declined', 'case.redirected')
        OR (topic = 'case.screened' AND said(data, 'validity') <> 'valid')
),
-- Nothing more is to be told about what is over; overdue it stays failed.
told_enough AS (
    SELECT stream, version, occurred FROM facts WHERE topic = 'case.plan-lifted'
        OR (topic = 'case.reported-upward' AND said(data, 'kind') = 'final')
),
known AS (SELECT DISTINCT stream, kind, ref FROM started)
SELECT stream, version, 1 AS place, 'met' AS how, occurred, kind, ref FROM met
UNION ALL SELECT stream, version, 1, 'met', occurred, kind, ref FROM answered
UNION ALL SELECT stream, version, 2, 'waived', occurred, kind, ref FROM taken_away
UNION ALL
SELECT stream, version, CASE WHEN after_its_clocks THEN 5 ELSE 3 END, 'over', occurred, kind, ref
FROM over JOIN known USING (stream)
WHERE (ending, kind) NOT IN (SELECT (ending, kind) FROM outlasting)
UNION ALL SELECT stream, version, 3, 'over', occurred, 'report_further', 0 FROM told_enough;

-- What happens to the limits of one kind and number, in order; each stretch between two endings
-- that has a clock in it is one limit.
CREATE OR REPLACE TABLE limits AS
WITH acts AS (
    SELECT stream, kind, ref, version, place, how, occurred, NULL AS holder, NULL AS due FROM ended
    UNION ALL
    SELECT stream, kind, ref, version, 4, 'started', occurred, holder, due FROM started
    UNION ALL
    SELECT stream, said(data, 'kind'), coalesce(number_of(data, 'ref'), 0), version, 4, 'extended', occurred,
        NULL, moment(data, 'due')
    FROM facts WHERE topic = 'case.extended'
    UNION ALL
    SELECT stream, 'handle', 0, version, 4, 'passed_on', occurred, said(data, 'unit'), NULL
    FROM facts WHERE topic = 'case.handler-changed'
    UNION ALL
    SELECT stream, coalesce(said(data, 'kind'), ''), coalesce(number_of(data, 'ref'), 0), version, 0,
        'urged', occurred, NULL, NULL
    FROM facts WHERE topic IN ('case.urged', 'case.escalated')
),
placed AS (
    SELECT *, version * 10 + place AS ord, coalesce(sum((how IN ('met', 'waived', 'over'))::INT)
        OVER (PARTITION BY stream, kind, ref ORDER BY version, place
              ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS stretch
    FROM acts
),
opened AS (
    SELECT stream, kind, ref, stretch, min(ord) AS first FROM placed
    WHERE how = 'started' GROUP BY ALL
),
told AS (
    SELECT stream, kind, ref, stretch,
        min_by(version, ord) FILTER (how = 'started') AS opened_version,
        min_by(occurred, ord) FILTER (how = 'started') AS opened_at,
        max_by(due, ord) FILTER (how IN ('started', 'extended')) AS due,
        max_by(holder, ord) FILTER (how IN ('started', 'passed_on')) AS holder,
        max_by(how, ord) FILTER (how IN ('met', 'waived', 'over')) AS ending,
        max_by(version, ord) FILTER (how IN ('met', 'waived', 'over')) AS ended_version,
        max_by(occurred, ord) FILTER (how IN ('met', 'waived', 'over')) AS ended_at,
        max(ord) FILTER (how IN ('started', 'extended')) AS moved
    FROM placed JOIN opened USING (stream, kind, ref, stretch)
    WHERE ord >= first OR how NOT IN ('extended', 'passed_on', 'urged')
    GROUP BY ALL
)
SELECT stream, kind, ref, opened_version, opened_at, due, holder, ended_version,
    CASE WHEN ending IS NULL THEN 'open' WHEN ending <> 'over' THEN ending
        -- where the case ends, what was not due yet binds no longer, what was stays failed
        WHEN due < ended_at THEN 'lapsed' ELSE 'waived' END AS state,
    CASE WHEN ending = 'met' THEN ended_at END AS met_at,
    -- the first event after its end that puts on record that it is over: an urge, a word upward
    (
        SELECT min(version) FROM placed AS noticed
        WHERE noticed.stream = told.stream AND noticed.kind = told.kind AND noticed.ref = told.ref
            AND noticed.stretch = told.stretch AND how = 'urged' AND ord > moved
            AND noticed.occurred > told.due
    ) AS overdue_version
FROM told;
