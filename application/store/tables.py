"""The tables of the events' database, as each database is told to make them."""

from application.store.readings import INDEX as INDEX_OF_READINGS
from application.store.rows import (
    CHECKPOINTS,
    COSIGNATURES,
    EVENTS,
    KEYS,
    NUMBERS,
    TILES,
    TIME_STAMPS,
)

IN_SQLITE = (
    f"""CREATE TABLE IF NOT EXISTS {EVENTS} (
        originator_id TEXT NOT NULL,
        originator_version INTEGER NOT NULL,
        topic TEXT NOT NULL,
        state BLOB NOT NULL,
        recorded_at INTEGER NOT NULL,
        state_digest BLOB NOT NULL,
        leaf BLOB NOT NULL,
        PRIMARY KEY (originator_id, originator_version))""",
    INDEX_OF_READINGS,
    f"""CREATE TABLE IF NOT EXISTS {KEYS} (
        key TEXT PRIMARY KEY, stream TEXT NOT NULL, version INTEGER NOT NULL) WITHOUT ROWID""",
    f"""CREATE TABLE IF NOT EXISTS {NUMBERS} (
        series TEXT NOT NULL, running INTEGER NOT NULL, stream TEXT NOT NULL,
        PRIMARY KEY (series, running)) WITHOUT ROWID""",
    f"""CREATE TABLE IF NOT EXISTS {TILES} (
        level INTEGER NOT NULL, idx INTEGER NOT NULL, root BLOB NOT NULL,
        PRIMARY KEY (level, idx)) WITHOUT ROWID""",
    f"""CREATE TABLE IF NOT EXISTS {CHECKPOINTS} (
        size INTEGER PRIMARY KEY, root BLOB NOT NULL, note TEXT NOT NULL,
        kept_at INTEGER NOT NULL)""",
    f"""CREATE TABLE IF NOT EXISTS {COSIGNATURES} (
        size INTEGER NOT NULL, witness TEXT NOT NULL, line TEXT NOT NULL,
        kept_at INTEGER NOT NULL, PRIMARY KEY (size, witness)) WITHOUT ROWID""",
    f"""CREATE TABLE IF NOT EXISTS {TIME_STAMPS} (
        size INTEGER NOT NULL, authority TEXT NOT NULL, token BLOB NOT NULL,
        kept_at INTEGER NOT NULL, PRIMARY KEY (size, authority)) WITHOUT ROWID""",
)

IN_POSTGRES = f"""
CREATE TABLE IF NOT EXISTS {EVENTS} (
    originator_id text COLLATE "C" NOT NULL,
    originator_version bigint NOT NULL,
    topic text NOT NULL,
    state bytea NOT NULL,
    notification_id bigint NOT NULL,
    recorded_at bigint NOT NULL,
    state_digest bytea NOT NULL,
    leaf bytea NOT NULL,
    PRIMARY KEY (originator_id, originator_version));
CREATE UNIQUE INDEX IF NOT EXISTS {EVENTS}_notification_id_idx ON {EVENTS} (notification_id);
{INDEX_OF_READINGS};
CREATE TABLE IF NOT EXISTS {KEYS} (
    key text COLLATE "C" PRIMARY KEY, stream text NOT NULL, version bigint NOT NULL);
CREATE TABLE IF NOT EXISTS {NUMBERS} (
    series text COLLATE "C" NOT NULL, running bigint NOT NULL, stream text NOT NULL,
    PRIMARY KEY (series, running));
CREATE TABLE IF NOT EXISTS {TILES} (
    level int NOT NULL, idx bigint NOT NULL, root bytea NOT NULL, PRIMARY KEY (level, idx));
CREATE TABLE IF NOT EXISTS {CHECKPOINTS} (
    size bigint PRIMARY KEY, root bytea NOT NULL, note text NOT NULL, kept_at bigint NOT NULL);
CREATE TABLE IF NOT EXISTS {COSIGNATURES} (
    size bigint NOT NULL, witness text COLLATE "C" NOT NULL, line text NOT NULL,
    kept_at bigint NOT NULL, PRIMARY KEY (size, witness));
CREATE TABLE IF NOT EXISTS {TIME_STAMPS} (
    size bigint NOT NULL, authority text COLLATE "C" NOT NULL, token bytea NOT NULL,
    kept_at bigint NOT NULL, PRIMARY KEY (size, authority));
"""
