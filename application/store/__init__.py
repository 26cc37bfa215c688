"""Where events are kept: SQLite or PostgreSQL, each row with position, time, digest, leaf."""
