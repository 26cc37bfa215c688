"""Where a witness keeps what is its own, as its commands are told."""

from pathlib import Path

import click

from web.cli.spoken import option

folder_option = option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("linkage-witness"),
    show_default=True,
    en="Where the witness keeps its key and what it saw.",
    zh="见证密钥与见证记录的存放目录。",
)
