"""`manage.py check_templates`: every template compiles, is laid out to be read, and loads only its own tag libraries."""

import re
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.template import TemplateSyntaxError
from django.template.loader import get_template

from marketplace.core.rooms import collected
from marketplace.core.template_layout import head_of, include_problems, layout_problems

TEMPLATES = Path(settings.BASE_DIR) / "templates"
LOAD = re.compile(r"{%\s*load\s+([^%]+?)\s*%}")
STYLE = re.compile(r"<[^>]+\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"", re.IGNORECASE)
EVERYWHERE = {"handrail", "static", "humanize"}
#: What the folders of other packages' templates may load besides.
OTHERS = {
    "cms": {"wagtailcore_tags", "wagtailimages_tags", "wagtailadmin_tags"},
    "account": {"account", "i18n"},
    "mfa": {"account", "i18n"},
}


class Command(BaseCommand):
    help = "Compiles every template; refuses crowded lines, inline style or script and another room's tags."

    def handle(self, *args: Any, **options: Any) -> None:
        files = sorted(TEMPLATES.rglob("*.html"))
        heads = {str(file.relative_to(TEMPLATES)): head_of(file.read_text()) for file in files}
        problems = [problem for file in files for problem in problems_of(file, heads)]
        for problem in problems:
            self.stderr.write(problem)
        if problems:
            raise CommandError(f"{len(problems)} problems in templates.")
        self.stdout.write(f"{len(files)} templates are sound.")


def allowed_in(folder: str) -> set[str]:
    """The libraries that a room's templates may load: its own, and what rooms share with all pages."""
    shared = {library for room in collected().all for library in room.shared_tags}
    own = {
        library
        for config in apps.get_app_configs()
        if config.label == folder
        for library in _libraries(Path(config.path))
    }
    return EVERYWHERE | OTHERS.get(folder, set()) | shared | own


def _libraries(app: Path) -> set[str]:
    return {file.stem for file in (app / "templatetags").glob("*.py") if file.stem != "__init__"}


def problems_of(file: Path, heads: dict[str, str]) -> list[str]:
    """What is wrong with one template, as sentences. ``heads`` has the head comment of every template."""
    name = str(file.relative_to(TEMPLATES))
    text = file.read_text()
    try:
        get_template(name)
    except TemplateSyntaxError as error:
        return [f"{name}: {error}"]
    allowed = allowed_in(name.split("/")[0])
    loaded = {word for line in LOAD.findall(text) for word in line.split(" from ")[-1].split()}
    problems = [f"{name}: may not load {library}" for library in sorted(loaded - allowed)]
    if STYLE.search(text):
        problems.append(f"{name}: holds an inline style, script or handler")
    laid_out = [*layout_problems(text), *include_problems(text, heads)]
    return problems + [f"{name}: {problem}" for problem in laid_out]
