#!/usr/bin/env python3
"""Django's command line. Settings default to development; production names its own."""

import os
import sys
from pathlib import Path

PYTHON = Path(__file__).resolve().parent / ".venv" / "bin" / "python"


def use_our_packages() -> None:
    """Started with the system's Python: start again with the checkout's own environment, if it is there."""
    in_an_environment = sys.prefix != sys.base_prefix
    if not in_an_environment and PYTHON.exists():
        os.execv(PYTHON, [str(PYTHON), *sys.argv])  # noqa: S606


def main() -> None:
    use_our_packages()
    # What we write is our own account's alone; public files are opened up where they are made.
    os.umask(0o077)
    try:
        from django.core.management import execute_from_command_line
    except ModuleNotFoundError as error:
        if error.name != "django":
            raise
        sys.exit(
            "Stopped: this Python has no Django, and Handrail's environment is not in .venv."
            " script/run makes it; docs/operating.md says how to make it for production."
        )
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "marketplace.settings.development")
    execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
