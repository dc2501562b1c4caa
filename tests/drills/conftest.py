"""What the drills share: the scripts' own modules, as the scripts' tests load them."""

from tests.script.conftest import load

__all__ = ["load"]
