"""What can be wrong with an import before it begins, and with one cell while it runs."""


class ImportProblem(Exception):
    """An import that can't begin: `place` says where, `message` what is wrong or what to write."""

    def __init__(self, place: str, message: str) -> None:
        super().__init__(f"{place}: {message}" if place else message)
        self.place = place
        self.message = message


class MappingError(ImportProblem):
    """A mapping says something it can't; `place` is the path in its file, as steps[2].at."""


class FileError(ImportProblem):
    """A file can't be read as the mapping describes it; `place` is the file."""


class CellProblem(Exception):
    """One cell gives no value: its column, a stable code, and what the code is about."""

    def __init__(self, column: str, code: str, **data: object) -> None:
        super().__init__(column, code, data)
        self.column = column
        self.code = code
        self.data = data
