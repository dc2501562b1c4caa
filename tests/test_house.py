"""The house inspects itself: what every future room must keep to."""

import ast
import importlib
import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import models

from marketplace.portal.queries import routes

ROOT = Path(__file__).resolve().parent.parent
OURS = ("marketplace", "payments", "search", "cms")
#: Carries its authority, yet is no list that a person sees: why.
NOT_A_LIST = {
    "accounts.AuthorityHost": "read by the host gate only",
    "accounts.Membership": "read through the user",
    "vocabulary.Term": "public words of the council",
    "vocabulary.Place": "public places of the council",
    "accreditation.Scheme": "public: what the council asks",
    "brokerage.PersonalBudget": "reached through the person",
    "ledger.Account": "reached through the person",
    "ledger.Transfer": "reached through its accounts",
    "cards.StatementImport": "reached through its account",
    "cards.Authorisation": "reached through its account",
    "reconciliation.Match": "reached through its line",
    "search.SearchDocumentRow": "a copy; hits are read again through Listing.public",
    "search.ChangeLog": "ids only, read by the index",
    "core.AuditEvent": "ids only; auditors' pages come later",
}


def our_models() -> list[type[models.Model]]:
    return [m for m in apps.get_models() if m.__module__.split(".")[0] in OURS]


def modules_named(*floors: str) -> Iterator[ModuleType]:
    for package in OURS:
        for file in sorted((ROOT / package).rglob("*.py")):
            parts = file.relative_to(ROOT).with_suffix("").parts
            if "migrations" not in parts and any(floor in parts for floor in floors):
                yield importlib.import_module(".".join(p for p in parts if p != "__init__"))


def actions() -> Iterator[tuple[str, object]]:
    for module in modules_named("actions"):
        for name, thing in vars(module).items():
            if inspect.isfunction(thing) and not name.startswith("_"):
                real = inspect.unwrap(thing)
                opens = real is not thing  # @transaction.atomic wraps what it opens for
                if real.__module__ == module.__name__ and opens:
                    yield f"{module.__name__}.{name}", real


def test_actions_when_public_are_keyword_only_and_name_the_doer() -> None:
    wrong = []
    for name, function in actions():
        parameters = inspect.signature(function).parameters.values()  # type: ignore[arg-type]
        if any(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters):
            wrong.append(f"{name} takes positional arguments")
        wrong += [
            f"{name} does not take {needed}="
            for needed in ("by", "at")
            if needed not in {p.name for p in parameters}
        ]
    assert wrong == []
    assert len(list(actions())) > 50


def test_who_and_when_pairs_when_nullable_are_constrained() -> None:
    unpaired = []
    for model in our_models():
        fields = {f.name: f for f in model._meta.local_fields}
        checks = " ".join(
            str(c.condition)
            for c in model._meta.constraints
            if isinstance(c, models.CheckConstraint)
        )
        for name, when in fields.items():
            who = fields.get(name.removesuffix("_at") + "_by") if name.endswith("_at") else None
            if who is None or not (when.null or who.null):
                continue
            if name not in checks or who.name not in checks:
                unpaired.append(f"{model._meta.label}.{name}")
    assert unpaired == []


def test_models_when_scoped_carry_authority_and_visible_to() -> None:
    wrong = []
    for model in our_models():
        names = {f.name for f in model._meta.get_fields()}
        scoped = "authority" in names or "authority_id" in names
        label = model._meta.label
        if scoped and label not in NOT_A_LIST and not hasattr(model.objects.all(), "visible_to"):  # type: ignore[attr-defined]
            wrong.append(label)
    assert wrong == []


def test_paths_when_walked_each_declare_their_access() -> None:
    assert [r.pattern for r in routes() if r.access is None] == []
    assert len(routes()) > 60


def test_fields_when_boolean_are_never_null() -> None:
    nullable = [
        f"{m._meta.label}.{f.name}"
        for m in our_models()
        for f in m._meta.get_fields()
        if isinstance(f, models.BooleanField) and f.null
    ]
    assert nullable == []


def test_money_fields_are_whole_numbers() -> None:
    wrong = [
        f"{m._meta.label}.{f.name}"
        for m in our_models()
        for f in m._meta.get_fields()
        if f.name.endswith("_pence") and not isinstance(f, models.IntegerField)
    ]
    assert wrong == []


def imports_of(file: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


FLOORS = ["rules", "models", "permissions", "queries", "actions", "forms", "views"]


@pytest.mark.parametrize("floor", ["rules"])
def test_rules_when_imported_need_no_django_and_no_clock(floor: str) -> None:
    wrong = []
    for module in modules_named(floor):
        file = Path(str(module.__file__))
        used = imports_of(file)
        wrong += [f"{file.relative_to(ROOT)} imports {u}" for u in used if u.startswith("django")]
        if "clock" in " ".join(used) and ".now" in file.read_text():
            wrong.append(f"{file.relative_to(ROOT)} reads the clock")
    assert wrong == []


def floor_of(module: str) -> int | None:
    return next((i for i, floor in enumerate(FLOORS) if floor in module.split(".")), None)


def test_floors_when_importing_in_their_own_room_only_look_down() -> None:
    wrong = []
    for module in modules_named(*FLOORS):
        here = floor_of(module.__name__)
        room = ".".join(module.__name__.split(".")[:2])
        for used in imports_of(Path(str(module.__file__))):
            there = floor_of(used) if used.startswith(room) else None
            if here is not None and there is not None and there > here:
                wrong.append(f"{module.__name__} imports {used}")
    assert wrong == []


def test_rooms_when_loading_models_never_do_it_by_string() -> None:
    wrong = [
        str(file.relative_to(ROOT))
        for package in OURS
        for file in (ROOT / package).rglob("*.py")
        if "migrations" not in file.parts and "get_model(" in file.read_text()
    ]
    assert wrong == []


@pytest.mark.django_db
def test_templates_when_checked_load_only_their_own_tags(
    capsys: pytest.CaptureFixture[str],
) -> None:
    call_command("check_templates")
    assert "templates are sound" in capsys.readouterr().out
