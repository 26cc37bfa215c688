"""Tasks nobody may be given against the people who come here; free rule text is held to it.

Source: the statute forbids retaliation and holding people back; a joint reception ends with
"matter received", never with somebody followed, intercepted or sent back.
"""

FORBIDDEN = (
    "稳控",
    "劝返",
    "截访",
    "拦访",
    "盯防",
    "盯梢",
    "人盯人",
    "遣返",
    "通知亲属",
)


def forbidden_task(*texts: str) -> str:
    """The first such task these texts ask for; "" when there is none."""
    found = (word for text in texts for word in FORBIDDEN if word in "".join(text.split()))
    return next(found, "")
