"""Takes away the files a store keeps, as a careless hand would."""

from collections.abc import Callable

from sqlalchemy import update

from application.files.storing import attached_files
from application.keys import make_engine
from application.settings import Settings


def lose_files(settings: Settings) -> None:
    """All of them."""
    if not settings.database_url:
        for path in settings.files_path.glob("*/*"):
            path.unlink()
        return
    engine = make_engine(settings.sqlalchemy_url)
    with engine.begin() as connection:
        connection.execute(attached_files.delete())
    engine.dispose()


def alter_files(settings: Settings, how: Callable[[bytes], bytes]) -> None:
    """Each of them."""
    if not settings.database_url:
        for path in settings.files_path.glob("*/*"):
            path.write_bytes(how(path.read_bytes()))
        return
    engine = make_engine(settings.sqlalchemy_url)
    with engine.begin() as connection:
        for row in connection.execute(attached_files.select()).all():
            which = attached_files.c.address == row.address
            connection.execute(update(attached_files).where(which).values(box=how(row.box)))
    engine.dispose()


def no_place_for_files(settings: Settings) -> None:
    """As before there were files."""
    if not settings.database_url:
        settings.files_path.rmdir()
        return
    engine = make_engine(settings.sqlalchemy_url)
    attached_files.drop(engine)
    engine.dispose()
