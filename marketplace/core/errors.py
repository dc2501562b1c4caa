"""The one family of expected refusals. Each room subclasses DomainError beside its actions."""


class DomainError(Exception):
    """Something a person can act on. The message is a sentence shown to them as it stands."""

    def __init__(self, *problems: str) -> None:
        super().__init__(" ".join(problems))
        self.problems = list(problems)
