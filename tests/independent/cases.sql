-- What each case came to, as far as rates and scores ask: its codes, who led it, its closings with
-- what reporters answered, its mediations, and feedback that was sent back.

CREATE OR REPLACE TABLE cases AS
WITH receipts AS (FROM facts WHERE topic = 'case.received'),
screenings AS (
    SELECT stream, max_by(said(data, 'validity'), version) AS validity,
        max_by(said(data, 'category'), version) FILTER (said(data, 'category') <> '') AS category
    FROM facts WHERE topic = 'case.screened' GROUP BY stream
)
SELECT stream, seq AS cid, said(data, 'number') AS number, said(data, 'rules') AS rules, recorded_at, occurred AS received_at,
    said(data, 'track') AS track, said(data, 'channel') AS channel,
    coalesce(screenings.category, said(data, 'category'), '') AS category,
    coalesce(said(data, 'place'), '') AS place, coalesce(said(data, 'source'), '') AS source,
    -- an actor stands as a list: account, unit, role
    coalesce(nullif(said(data, 'received_by'), ''), said(data, 'by[1]')) AS received_by,
    coalesce(validity, '') AS validity, said(data, 'kind') AS kind,
    said(data, 'rules') AS rules,
FROM receipts LEFT JOIN screenings USING (stream);

-- 派单: whose it was, from which event on, and from which on no more.
CREATE OR REPLACE TABLE dispatched AS
WITH handed_back AS (
    SELECT stream, version, number_of(data, 'dispatch') AS number FROM facts
    WHERE topic = 'case.recalled'
        OR (topic = 'case.returned' AND NOT flag(data, 'ruling_needed'))
        OR (topic = 'case.return-ruled' AND flag(data, 'upheld'))
),
gone AS (
    SELECT sent.stream, number_of(sent.data, 'dispatch') AS number, min(other.version) AS version
    FROM facts AS sent JOIN (
        FROM handed_back UNION ALL
        SELECT stream, version, NULL FROM facts WHERE topic = 'case.reopened'
    ) AS other ON other.stream = sent.stream AND other.version > sent.version
        AND coalesce(other.number, number_of(sent.data, 'dispatch'))
            = number_of(sent.data, 'dispatch')
    WHERE sent.topic = 'case.dispatched' GROUP BY ALL
)
SELECT sent.stream, number_of(data, 'dispatch') AS number, said(data, 'unit') AS unit,
    said(data, 'role') AS role, sent.version AS since, gone.version AS until
FROM facts AS sent LEFT JOIN gone
    ON gone.stream = sent.stream AND gone.number = number_of(data, 'dispatch')
WHERE topic = 'case.dispatched';

-- Who leads each case as it stands.
CREATE OR REPLACE TABLE leads AS
SELECT stream, min_by(unit, number) AS unit FROM dispatched
WHERE role = 'lead' AND until IS NULL GROUP BY stream;

-- 办结与回访: each closing, who led the matter then, and what its return visit brought.
CREATE OR REPLACE TABLE closings AS
WITH closed AS (
    SELECT stream, version, occurred AS closed_at,
        lead(version) OVER (PARTITION BY stream ORDER BY version) AS next
    FROM facts WHERE topic = 'case.closed'
),
led AS (
    SELECT closed.stream, closed.version, min_by(unit, number) AS unit
    FROM closed JOIN dispatched ON dispatched.stream = closed.stream AND role = 'lead'
        AND since < closed.version AND (until IS NULL OR until > closed.version)
    GROUP BY ALL
),
answers AS (
    SELECT closed.stream, closed.version, max(facts.version) AS answer
    FROM closed JOIN facts ON facts.stream = closed.stream AND facts.version > closed.version
        AND (next IS NULL OR facts.version < next)
    WHERE topic = 'case.answered' OR (topic = 'case.visited' AND flag(data, 'answered'))
    GROUP BY ALL
),
reopenings AS (
    SELECT closed.stream, closed.version, min_by(said(data, 'trigger'), facts.version) AS why,
        min(facts.version) AS reopening
    FROM closed JOIN facts ON facts.stream = closed.stream AND facts.version > closed.version
        AND (next IS NULL OR facts.version < next)
    WHERE topic = 'case.reopened' GROUP BY ALL
)
SELECT closed.stream, closed.version, closed_at, coalesce(led.unit, '') AS unit,
    CASE WHEN visit.state <> 'waived' THEN visit.due END AS due,
    coalesce(visit.state = 'met' AND visit.met_at <= visit.due, false) AS in_time,
    answer, occurred AS said_at, said(data, 'solved')::BOOLEAN AS solved,
    said(data, 'satisfied') AS satisfied, said(data, 'contacted')::BOOLEAN AS contacted,
    -- 重新办理: taken up again because the reporter said that it was not solved
    coalesce(said(data, 'solved') = 'false' AND reopening > answer
        AND why NOT IN ('unit', 'breach', 'overturned'), false) AS reopened
FROM closed
LEFT JOIN led USING (stream, version)
LEFT JOIN answers USING (stream, version)
LEFT JOIN reopenings USING (stream, version)
LEFT JOIN facts AS told ON told.stream = closed.stream AND told.version = answer
LEFT JOIN limits AS visit ON visit.stream = closed.stream AND visit.kind = 'visit'
    AND visit.opened_version = closed.version;

-- 调解: each time a unit took a dispute up, and how that was concluded; a breach concludes nothing.
CREATE OR REPLACE TABLE mediations AS
WITH taken_up AS (
    SELECT stream, version, occurred AS taken_up_at, said(data, 'unit') AS unit,
        lead(version) OVER (PARTITION BY stream ORDER BY version) AS next
    FROM facts WHERE topic = 'case.taken-up'
),
last_of AS (
    SELECT taken_up.stream, taken_up.version, max_by(topic, facts.version) AS topic,
        max_by(occurred, facts.version) AS occurred, max(facts.version) AS ended_version
    FROM taken_up JOIN facts ON facts.stream = taken_up.stream
        AND facts.version > taken_up.version AND (next IS NULL OR facts.version < next)
    WHERE topic IN ('case.agreement-reached', 'case.mediation-failed', 'case.agreement-breached')
    GROUP BY ALL
)
SELECT stream, version, unit, taken_up_at, next IS NULL AS last,
    CASE WHEN topic <> 'case.agreement-breached' THEN occurred END AS concluded_at,
    coalesce(topic = 'case.agreement-reached', false) AS agreed
FROM taken_up LEFT JOIN last_of USING (stream, version);

-- 反馈退回: to whose account.
CREATE OR REPLACE TABLE sent_back AS
SELECT facts.stream, facts.version, occurred, unit
FROM facts JOIN dispatched ON dispatched.stream = facts.stream
    AND dispatched.number = number_of(data, 'dispatch')
WHERE topic = 'case.feedback-sent-back';
