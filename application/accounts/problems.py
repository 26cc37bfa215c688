"""What an account command that can't be done is refused with."""


class AccountError(Exception):
    """An account command that can't be done; `code` is stable."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data
