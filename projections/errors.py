"""What can keep the read model from following the log."""


class ProjectionError(Exception):
    """The read model can't follow; the log is not harmed."""


class ModelMissing(ProjectionError):
    """There is no read model, or one of another version: it has to be built."""

    def __init__(self, found: str) -> None:
        """`found` says what was found instead, or where nothing was."""
        super().__init__(f"no read model to follow with ({found}): run linkage rebuild")


class ModelOutdated(ModelMissing):
    """There is one, but made for another version of this service."""

    def __init__(self) -> None:
        """Said by its position's row."""
        super().__init__("it is another version's")


class NotProjected(ProjectionError):
    """An event can't be folded; says which."""

    def __init__(self, seq: int, topic: str, stream: str, version: int, why: str) -> None:
        """Position, topic, aggregate and version of the event, and the error it met."""
        super().__init__(seq, topic, stream, version, why)
        self.seq = seq

    def __str__(self) -> str:
        seq, topic, stream, version, why = self.args
        return f"event {seq} ({topic}, version {version} of {stream}) can't be projected: {why}"
