"""Whether this process answers and reaches its records, for whoever watches it."""

from flask import Blueprint, Response, jsonify

from web.service import service

blueprint = Blueprint("health", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """200 while the log and the read model can be read; a failure is a 500 like any other."""
    service().desk.log.head()
    with service().read() as connection:
        connection.exec_driver_sql("SELECT 1")
    return jsonify(status="ok")
