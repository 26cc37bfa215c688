"""What every answer tells the browser it may load, keep and send on."""

from flask import Flask, Response, current_app, request

SOURCES = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self' data:",  # Bootstrap's marks of select and check boxes are data
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
HEADERS = {
    "Content-Security-Policy": "; ".join(f"{kind} {own}" for kind, own in SOURCES.items()),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
A_YEAR = "max-age=31536000"
# Of pages whose address is their key: what a page loads is asked for without naming the page, so
# that no proxy writes the key into its log. The guard of forms is content with the origin.
ADDRESS_KEPT = "strict-origin"


def init_app(app: Flask) -> None:
    """Every answer gets the headers."""
    app.after_request(protect)


def protect(response: Response) -> Response:
    """Pages are kept by no browser and no proxy: the next person may sit at the same machine."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not is_static(request.endpoint):
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    if current_app.config["SETTINGS"].https:
        response.headers["Strict-Transport-Security"] = A_YEAR
    return response


def is_static(endpoint: str | None) -> bool:
    """Style sheets and scripts, which are the same for everybody."""
    return endpoint in {"static", "bootstrap.static"}
