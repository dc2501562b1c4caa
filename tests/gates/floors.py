"""On which floor each file stands: the one table, by the name of the file or of its package.

From the lowest to the highest. A file imports its own floor and lower ones, in its own room and in
earlier rooms alike. Where several parts of a path are named here, the first one counts:
`actions/rules.py` is an action. A file none of whose parts is named stands nowhere, and is refused.
"""

from tests.gates.modules import Module

FLOORS: dict[str, str] = {
    # Values in, values out: no Django, no clock, no database.
    "rules": "rules errors problems labels disclosure contract pence periods dates times actors rooms job_rules findings spreadsheets"
    " icons query facets documents analysis thesaurus lockouts kept_fields retention grid postcodes starter seen",
    # What reads other people's formats and files, or an engine of its own. It knows rules only.
    "libraries": "durable openreferral imports statements stripe_events backends pictures",
    # Pages are models made of blocks, and a block names its widget.
    "models": "models signals storage sealing viewer triggers blocks widgets actor_columns",
    "permissions": "permissions",
    "queries": "queries projection",
    "actions": "actions pack making handing_over job_queue heartbeat audit orphans private_files transactions transitions mail indexing loading",
    "wording": "wording words times_words place_words event_words",
    "forms": "forms filters validators gov_fields time_fields gov_forms file_forms seen_forms form_runner",
    # Whatever the world calls: it loads, calls one action or query, and responds.
    "doors": "views urls jobs receivers management templatetags components apps wagtail_hooks"
    " middleware access prefixes requests adapters clock context routes choosers page_forms collecting room_urls component_gallery stylesheet paper"
    " tries refused_posts sent_forms page_owners kept_labels kept_forms session_ends drawn_pages sign_in_forms template_layout admin_routes admin_scope backup"
    " health examination metrics logs failing trial"
    " settings asgi checks",
    # Made-up data and measurements, never for a visitor; and what a room declares, samples and all:
    # nobody imports it, the roof collects it.
    "samples": "samples keeps room generator demo bench",
}
ORDER = list(FLOORS)
FLOOR_OF_NAME = {name: floor for floor, names in FLOORS.items() for name in names.split()}


def floor_of(module: Module) -> str | None:
    """The floor of a file; None where no part of its path is in the table.

    A package's own `__init__` above all floors (`marketplace/listings/__init__.py`) has none.
    """
    return floor_of_name(module.name)


def floor_of_name(name: str) -> str | None:
    """The same by the dotted name of the file, which need not be read for it."""
    parts = name.split(".")[1:]
    return next((FLOOR_OF_NAME[part] for part in parts if part in FLOOR_OF_NAME), None)


def is_plain_package(module: Module) -> bool:
    """A package above the floors: the wing itself or a room. It must hold no more than its docstring."""
    return module.is_package and floor_of(module) is None


def below_wording(module: Module) -> bool:
    """Where no sentence and no label belongs yet: rules to actions."""
    floor = floor_of(module)
    return floor is not None and ORDER.index(floor) < ORDER.index("wording")
