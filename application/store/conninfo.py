"""What a PostgreSQL URL says, part by part."""

from psycopg.conninfo import conninfo_to_dict


def parts(url: str) -> dict[str, str]:
    """Host, port, user, password and dbname as far as the URL names them."""
    return {name: str(value) for name, value in conninfo_to_dict(url).items()}
