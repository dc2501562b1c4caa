"""How a template is laid out: one element a line, each include taking only what it names.

Rules for the text of a template; `manage.py check_templates` applies them to every file.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from marketplace.core.components.reference import reference

MOST_COLUMNS = 120
#: HTML elements that start a line of their own on the page.
BLOCK_ELEMENTS = frozenset(
    "address article aside blockquote body caption dd details div dl dt fieldset figure footer form h1 h2 h3 h4 h5 h6"
    " head header hr html legend li link main meta nav ol p section summary table tbody td tfoot th thead title tr ul".split()
)
#: Components that stand in a line of words. Every other one is a block.
INLINE_COMPONENTS = frozenset({"icon", "tag", "badge", "back"})

OPENING = re.compile(r"<(?P<element>[a-z][a-z0-9]*)|{%\s*(?P<tag>\w+)")
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)
INCLUDE = re.compile(r"{% include (?P<name>\S+)(?: with (?P<passed>.*?))?(?P<only> only)? %}")
PASSED = re.compile(r"(?:^|\s)(\w+)=")
NAMED = re.compile(r"`(\w+)`")


def layout_problems(text: str) -> list[str]:
    """What is wrong with the lines of one template, as sentences."""
    return [*_lines_too_long(text), *_crowded_lines(text), *_open_includes(text)]


def include_problems(text: str, heads: dict[str, str]) -> list[str]:
    """Where an include and the comment at the head of what it includes name different arguments.

    ``heads`` has the first comment of each of our own templates, by its name; others are not looked at.
    """
    found = []
    for include in INCLUDE.finditer(text):
        name = include["name"].strip("\"'")
        if name not in heads:
            continue
        needed, allowed = signature(heads[name])
        passed = set(PASSED.findall(include["passed"] or ""))
        found += [f"{name} is not given {word}" for word in sorted(needed - passed)]
        found += [f"{name} does not say that it takes {word}" for word in sorted(passed - allowed)]
    return found


def signature(head: str) -> tuple[set[str], set[str]]:
    """The arguments that a partial's head comment names: those it needs, and all that it takes.

    "Takes `a`, `b`; may take `c`." needs a and b. "Takes nothing." needs none.
    """
    _, _, taken = head.partition("Takes ")
    needed, _, optional = taken.partition("may take")
    names = set(NAMED.findall(needed))
    return names, names | set(NAMED.findall(optional))


def head_of(text: str) -> str:
    """The comment that a template starts with; empty where it has none."""
    found = COMMENT.match(text)
    return found[0] if found else ""


def _lines_too_long(text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        if len(line) > MOST_COLUMNS:
            yield f"line {number} has {len(line)} characters, more than {MOST_COLUMNS}"


def _crowded_lines(text: str) -> Iterator[str]:
    blocks = block_components()
    # A comment may speak of tags; its lines are kept, so that the numbers stay right.
    plain = COMMENT.sub(lambda found: "\n" * found[0].count("\n"), text)
    for number, line in enumerate(plain.splitlines(), 1):
        opened = [
            found["element"] or found["tag"]
            for found in OPENING.finditer(line)
            if found["element"] in BLOCK_ELEMENTS or found["tag"] in blocks
        ]
        for first, second in pairwise(opened):
            yield f"line {number} opens {first} and {second}: one block to a line"


def _open_includes(text: str) -> Iterator[str]:
    for include in INCLUDE.finditer(text):
        if not include["only"]:
            yield f"include {include['name']} takes the whole context: name what it takes, and only"


def block_components() -> set[str]:
    """The tags of the component library that draw a block."""
    every = {c.name for subject in reference().values() for c in subject.components}
    return every - INLINE_COMPONENTS
