"""Whether the site was set up as the guide says: settings, files, folders, clocks, mail."""

import os
import smtplib
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import ManifestFilesMixin, staticfiles_storage
from django.core.checks import WARNING, run_checks
from django.core.mail import get_connection

from marketplace.core.findings import HealthCheck, HealthFinding, Weight
from marketplace.core.health.machine import data_folders
from marketplace.core.private_files import open_paths
from marketplace.core.queries import cache_tables_missing, clock_ahead
from marketplace.core.stylesheet import NAME as STYLESHEET

#: Sessions, waits and signs of life compare the machines' clocks. Judgement: a tenth of the time
#: after which a worker counts as dead.
CLOCKS_MAY_DIFFER = timedelta(seconds=6)
MAIL_SECONDS = 5.0


def deployment(at: datetime) -> HealthFinding:
    """What Django's own checks say of the settings, those for production among them."""
    for_show = settings.DEMO_PASSWORD_ALLOWED
    issues = run_checks(include_deployment_checks=not for_show)
    serious = [one for one in issues if one.level >= WARNING and not one.is_silenced()]
    if serious:
        said = " ".join(f"{one.msg.strip()} ({one.id})" for one in serious)
        return HealthFinding(
            False, f"Settings: {said}", "Change the environment variable, and start again."
        )
    if for_show:
        return HealthFinding(
            True, "The settings are for a demonstration, and must not be on the internet."
        )
    return HealthFinding(True, "The settings are for production.")


def cache_tables(at: datetime) -> HealthFinding:
    """Whether the table is there that server processes share counts in."""
    missing = cache_tables_missing()
    if not missing:
        return HealthFinding(True, "The shared cache is there.")
    return HealthFinding(
        False, f"The table {', '.join(missing)} is missing.", "Run manage.py createcachetable."
    )


def static_files(at: datetime) -> HealthFinding:
    """Whether pages find the stylesheet where they look for it: without it no page can be made."""
    try:
        name = staticfiles_storage.url(STYLESHEET).removeprefix(settings.STATIC_URL)
    except ValueError:
        name = ""
    is_collected = isinstance(staticfiles_storage, ManifestFilesMixin)
    there = staticfiles_storage.exists(name) if is_collected else finders.find(STYLESHEET)
    if name and there:
        return HealthFinding(True, "The stylesheet and the other static files are there.")
    return HealthFinding(
        False,
        "The static files of this release were not collected.",
        "Run manage.py collectstatic --no-input, and start the servers again.",
    )


def folders(at: datetime) -> HealthFinding:
    """Whether the site may write where it must, and others may not read what is private."""
    wrong = [f"{path} cannot be written to" for path in data_folders() if not _is_writable(path)]
    wrong += [f"{path} can be opened by other users of this machine" for path in open_paths()]
    if not wrong:
        return HealthFinding(True, "The folders can be written to, and the private one is private.")
    return HealthFinding(
        False,
        f"{'; '.join(wrong)}.",
        "Give the folders to the site's own user; manage.py private_files closes what is open.",
    )


def _is_writable(path: Path) -> bool:
    """A folder that is not there yet must be possible to make."""
    nearest = next(one for one in (path, *path.parents) if one.exists())
    return nearest.is_dir() and os.access(nearest, os.W_OK | os.X_OK)


def clocks(at: datetime) -> HealthFinding:
    """Whether this machine and the database's tell the same time."""
    ahead = clock_ahead(at)
    seconds = abs(ahead).total_seconds()
    if abs(ahead) <= CLOCKS_MAY_DIFFER:
        return HealthFinding(True, f"The database's clock differs by {seconds:.1f} seconds.")
    return HealthFinding(
        False,
        f"The database's clock differs by {seconds:.0f} seconds.",
        "Let both machines set their clocks from one time server.",
    )


def mail_server(at: datetime) -> HealthFinding:
    """Whether the mail server answers, and takes our name and password. Sends nothing."""
    connection = get_connection(settings.DELIVERY_EMAIL_BACKEND, timeout=MAIL_SECONDS)
    try:
        connection.open()
        connection.close()
    except (OSError, smtplib.SMTPException) as error:
        return HealthFinding(
            False,
            f"The mail server does not let us in: {type(error).__name__}.",
            "Look at HANDRAIL_SMTP_HOST and the variables beside it.",
        )
    return HealthFinding(True, "The mail server answers.")


SET_UP = (
    HealthCheck("settings", deployment, Weight.SET_UP, seconds=30),
    HealthCheck("cache_tables", cache_tables, Weight.SET_UP),
    HealthCheck("static_files", static_files, Weight.STOPS, valid_for=timedelta(minutes=1)),
    HealthCheck("folders", folders, Weight.SET_UP),
    HealthCheck("clocks", clocks, Weight.SET_UP),
)
