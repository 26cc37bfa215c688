"""Questions that can't be answered as they were asked."""


class QueryError(Exception):
    """`code` is stable; `data` says about what, `known` in it what there is instead.

    Codes: ledger-unknown, ledger-closed, sort-unknown, filter-unknown, value-unknown,
    page-unknown, moment-unknown, clock-unknown, rate-unknown, group-unknown.
    """

    def __init__(self, code: str, **data: object) -> None:
        """Keep what the question was about."""
        super().__init__(code, data)
        self.code = code
        self.data = data

    def __str__(self) -> str:
        """Code and data, for logs and the command line."""
        about = ", ".join(f"{name}={value}" for name, value in self.data.items())
        return f"{self.code} ({about})" if about else self.code
