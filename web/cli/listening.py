"""Gunicorn as our commands use it: on one address, from what they say and from nowhere else."""

import socket
from collections.abc import Mapping
from typing import Any

from gunicorn.app.base import BaseApplication


class Listening(BaseApplication):  # type: ignore[misc]  # gunicorn has no types
    """What is served is made anew in each worker, after the fork: `load` says how."""

    def __init__(self, configuration: Mapping[str, Any]) -> None:
        self._configuration = configuration
        super().__init__()

    def load_config(self) -> None:
        """Environment and files are not asked."""
        for name, value in self._configuration.items():
            self.cfg.set(name, value)
        if "control_socket_disable" in self.cfg.settings:  # versions that have one
            self.cfg.set("control_socket_disable", True)  # noqa: FBT003 - gunicorn's way


def listening(host: str, port: int, threads: int) -> dict[str, Any]:
    """What all have in common."""
    return {
        "bind": address(host, port),
        "worker_class": "gthread",
        "threads": threads,
        "graceful_timeout": 15,
        "preload_app": False,
        "proc_name": "linkage",
    }


def address(host: str, port: int) -> str:
    """As it stands in a link, behind the two slashes."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def require_free(host: str, port: int) -> None:
    """Errors: `OSError`, before any worker tries in vain."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        probe.bind((host, port))
