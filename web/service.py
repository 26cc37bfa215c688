"""How a view reaches what stands behind the pages."""

from typing import cast

from flask import current_app

from application.settings import Settings
from projections.bootstrap import Service


def service() -> Service:
    """Commands, read model and accounts of this process."""
    return cast("Service", current_app.extensions["linkage"])


def settings() -> Settings:
    """The settings the service was started with."""
    return cast("Settings", current_app.config["SETTINGS"])
