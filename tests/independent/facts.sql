-- The facts of every case as they stand after corrections, in the order of the case's versions.

CREATE OR REPLACE MACRO said(data, name) AS json_extract_string(data, '$.' || name);
CREATE OR REPLACE MACRO number_of(data, name) AS said(data, name)::INT;
CREATE OR REPLACE MACRO flag(data, name) AS coalesce(said(data, name)::BOOLEAN, false);
-- Milliseconds since 1970-01-01 UTC: no time counts finer than it is recorded.
CREATE OR REPLACE MACRO moment(data, name) AS
    round_even(epoch_us(said(data, name)::TIMESTAMPTZ) / 1000, 0)::BIGINT;

CREATE OR REPLACE TABLE facts AS
WITH told AS (
    SELECT seq, recorded_at, stream, version, topic, coalesce(put_right.data, events.data) AS data
    FROM events LEFT JOIN put_right USING (stream, version)
    WHERE topic LIKE 'case.%'
)
SELECT *, moment(data, 'at') AS occurred FROM told;
