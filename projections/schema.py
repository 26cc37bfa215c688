"""The statements that make the read model's tables and indexes, on either database."""

from sqlalchemy import Table
from sqlalchemy.schema import CreateIndex, CreateTable

from projections.indexes import of_table
from projections.statements import POSTGRES, SQLITE, Statements
from projections.tables import metadata

TABLES = metadata.sorted_tables

# Words stand parted by spaces, as `projections.words` cut them; only their index is kept.
_SEARCH_SQLITE = (
    "CREATE VIRTUAL TABLE search USING fts5"
    """(words, content='', columnsize=0, tokenize="ascii tokenchars ':_'")"""
)
_SEARCH_POSTGRES = "CREATE TABLE search (cid bigint NOT NULL, words tsvector NOT NULL)"
_SEARCH_KEY = "ALTER TABLE search ADD PRIMARY KEY (cid)"
_WORDS_POSTGRES = "CREATE INDEX search_words ON search USING gin (words)"


def tables_sqlite() -> list[str]:
    """Tables and search."""
    return [*_tables(SQLITE), _SEARCH_SQLITE]


def plain_tables_sqlite() -> list[str]:
    """Tables alone."""
    return _tables(SQLITE)


def indexes_sqlite() -> list[str]:
    """Indexes, which are quicker made after the rows."""
    return _indexes(SQLITE)


def tables_postgres() -> list[str]:
    """Tables without keys, and search, in the schema the connection looks into first."""
    return [
        *_tables(POSTGRES),
        *(f"ALTER TABLE {table.name} DROP CONSTRAINT {_key(table)}" for table in TABLES),
        _SEARCH_POSTGRES,
    ]


def keys_postgres() -> list[str]:
    """Primary keys, which are quicker made after the rows."""
    return [*(_add_key(table) for table in TABLES), _SEARCH_KEY]


def _key(table: Table) -> str:
    return f"{table.name}_pkey"


def _add_key(table: Table) -> str:
    columns = ", ".join(table.primary_key.columns.keys())
    return f"ALTER TABLE {table.name} ADD CONSTRAINT {_key(table)} PRIMARY KEY ({columns})"


def indexes_postgres() -> list[str]:
    """Indexes, which are quicker made after the rows."""
    return [*_indexes(POSTGRES), _WORDS_POSTGRES]


def _tables(sql: Statements) -> list[str]:
    return [str(CreateTable(table).compile(dialect=sql.dialect)) for table in TABLES]


def _indexes(sql: Statements) -> list[str]:
    return [
        str(CreateIndex(index).compile(dialect=sql.dialect))
        for table in TABLES
        for index in of_table(table)
    ]
