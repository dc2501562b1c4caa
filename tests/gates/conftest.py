"""The real product, parsed once for all gates, and a small planted one for each gate's own test."""

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from tests.gates.modules import Tree

ROOT = Path(__file__).resolve().parents[2]

Plant = Callable[[dict[str, str]], Tree]


@pytest.fixture(scope="session")
def product() -> Tree:
    return Tree(ROOT)


@pytest.fixture
def plant(tmp_path: Path) -> Plant:
    """Writes files into an empty folder, with the packages they need, and reads them as a tree."""

    def write(files: dict[str, str]) -> Tree:
        for name, text in files.items():
            file = tmp_path / name
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(dedent(text))
            for folder in file.relative_to(tmp_path).parents[:-1]:
                (tmp_path / folder / "__init__.py").touch()
        return Tree(tmp_path)

    return write
