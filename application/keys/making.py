"""Makes the key store and, unless it is given, the key-encryption key."""

from application.keys.kek import make_kek
from application.keys.tables import make_engine, metadata
from application.settings import Settings, kek_path


def create(settings: Settings) -> None:
    """Again: nothing changes."""
    if not settings.kek:
        make_kek(kek_path(settings))
    engine = make_engine(settings.keyring_url)
    metadata.create_all(engine)
    if settings.keyring_url.startswith("sqlite"):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()
