"""What a gate finds, and how it says so."""

from dataclasses import dataclass

from tests.gates.modules import Module


@dataclass(frozen=True, order=True)
class Violation:
    """One place that breaks a rule, and what to do about it."""

    file: str
    line: int
    says: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.says}"


def violation(module: Module, line: int, says: str) -> Violation:
    return Violation(module.file, line, says)


def refuse(found: list[Violation]) -> None:
    """Fail with every violation on a line of its own."""
    __tracebackhide__ = True
    lines = "\n".join(str(one) for one in sorted(set(found)))
    assert not found, f"{len(set(found))} violations\n{lines}"
