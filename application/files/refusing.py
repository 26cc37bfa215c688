"""Why a file is not taken, under names that stay."""


class FileRefused(Exception):
    """A file that is not taken. `code` is stable, `data` is what a sentence about it says.

    Codes: empty, too-large (most, bytes), unknown-type, active, macros, heic, moving, damaged,
    too-many-points (most), too-packed.
    """

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data
