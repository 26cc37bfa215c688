"""稽核底稿: audit sheets with their samples and findings, and where units answer findings."""

from web.sheets import examining, files, findings, lists, noting, sampling, units
from web.sheets.routes import blueprint

__all__ = [
    "blueprint",
    "examining",
    "files",
    "findings",
    "lists",
    "noting",
    "sampling",
    "units",
]
