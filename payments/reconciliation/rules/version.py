"""Which rules decided: a version that changes by itself whenever a rule does."""

import hashlib
from functools import cache
from pathlib import Path

from payments.reconciliation import rules
from payments.reconciliation.rules import exceptions

# Letters and figures of it. Judgement: enough that two versions of the rules never share one, and short on a page.
LENGTH = 10


@cache
def rule_version() -> str:
    """A digest of the rules' own source, kept with every match so that it can be decided again alike.

    It moves with a comment too: it may say that rules changed when they did not, never the reverse.
    """
    folders = [Path(folder) for folder in (*rules.__path__, *exceptions.__path__)]
    files = sorted({file for folder in folders for file in folder.rglob("*.py")})
    digest = hashlib.sha256()
    for file in files:
        digest.update(f"{file.name}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:LENGTH]
