"""Every model says how long its rows are kept, what goes then, and whose they are."""

import ast
from collections.abc import Iterable, Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import models
from django.db.models.deletion import PROTECT
from django.test.utils import isolate_apps

from marketplace.accounts.models import User
from marketplace.core.retention import After, Kept, Never, Part, Whole
from marketplace.core.rooms import Rooms, collected
from marketplace.people.models import Person
from marketplace.records.queries.roads import all_parts_of, roads
from tests.gates.conftest import Plant
from tests.gates.modules import Module, Tree
from tests.gates.product import our_models
from tests.gates.rooms import room_of
from tests.gates.violations import Violation, refuse, violation

Model = type[models.Model]
HOW = (
    'add Kept({name}, "what people call it", …) to KEEPS in {file}: Part("person") or Part("supplier")'
    " where it goes with a record (and shows= what a person's copy gives of it),"
    ' After("keep_…", "its_at") with a figure where its own time runs,'
    " Tidied(job) where a job removes it, Never(why) where it is about nobody or holds ids alone"
)


def undeclared(found: Iterable[Model], declared: Iterable[Kept]) -> list[str]:
    """Models that no room says it keeps, each with what to write where."""
    known = {kept.model for kept in declared}
    return [
        f"{model._meta.label}: {HOW.format(name=model.__name__, file=_keeps_of(model))}"
        for model in found
        if model not in known and not model._meta.auto_created and not model._meta.proxy
    ]


def _keeps_of(model: Model) -> str:
    """The file that declares a model: its room's, or the roof's for other packages."""
    if model not in our_models() and not model.__module__.startswith("tests."):
        return "marketplace/portal/keeps.py"
    return "/".join([*_room(model).split("."), "keeps.py"])


def _room(model: Model) -> str:
    config = apps.get_containing_app_config(model.__module__)
    return config.name if config else model.__module__.rpartition(".")[0]


def theirs_about_somebody() -> list[Model]:
    """Models of other packages that point at a user or hold a file."""
    ours = set(our_models())
    return [
        model
        for model in apps.get_models()
        if model not in ours
        and any(
            isinstance(field, models.FileField) or field.related_model is User
            for field in model._meta.concrete_fields
        )
    ]


def wrong_words(declared: Rooms) -> list[str]:
    """Figures that no room declares, columns and roads that are not there, files that are not named."""
    return [
        f"{kept.model._meta.label}: {says}"
        for kept in declared.keeps
        for says in [
            *_unknown_figures(kept, declared),
            *_unknown_columns(kept),
            *_unnamed_files(kept),
            *_not_blanked(kept),
        ]
    ]


def _unknown_figures(kept: Kept, declared: Rooms) -> Iterator[str]:
    named = [clock.figure for clock in kept.clocks]
    named += [kept.ends.figure] if isinstance(kept.ends, Whole) else []
    for key in named:
        if key not in declared.figures:
            yield f"no room declares the figure {key}: add it to council/retention.py"


def _unknown_columns(kept: Kept) -> Iterator[str]:
    ends: Any = kept.ends
    names = {*kept.shows, *kept.blanks, *kept.files, *(clock.since for clock in kept.clocks)}
    names |= {*getattr(ends, "last", ()), *({ends.of} if isinstance(ends, Part) else ())}
    known = {field.name for field in kept.model._meta.concrete_fields}
    yield from (f"has no column {name}" for name in sorted(names - known))
    if isinstance(ends, Whole) and "erased_at" not in known:
        yield "has no erased_at, by which a whole record is marked"
    for filters in [*(dict(clock.only) for clock in kept.clocks), *getattr(ends, "open", ())]:
        str(kept.model._base_manager.filter(**filters).query)
    for road in roads(kept, Person):
        str(kept.model._base_manager.filter(**{road: 1}).query)


def _unnamed_files(kept: Kept) -> Iterator[str]:
    for field in kept.model._meta.concrete_fields:
        if isinstance(field, models.FileField) and field.name not in kept.files:
            yield f'name its file in files=("{field.name}",), or it outlives its row'


#: Columns in which somebody's name, words, birthday or home may be.
PERSONAL = (
    models.CharField,
    models.TextField,
    models.DateField,
    models.FloatField,
    models.JSONField,
)


def _not_blanked(kept: Kept) -> Iterator[str]:
    if not isinstance(kept.ends, Whole):
        return
    for field in kept.model._meta.concrete_fields:
        personal = isinstance(field, PERSONAL) and not isinstance(field, models.DateTimeField)
        if personal and not field.choices and field.name not in kept.blanks:
            yield f"put {field.name} into blanks: it may say who it was"


def unsaid(declared: Iterable[Kept]) -> list[str]:
    """What is about a person, and neither in their copy nor said to be left out."""
    return [
        f"{kept.model._meta.label}: give shows={{column: label}}, or left_out=why a copy has none of it"
        for kept in declared
        if roads(kept, Person) and not kept.shows and not kept.left_out
    ]


def in_the_way(declared: Rooms) -> list[str]:
    """Protected foreign keys into a record that is erased, from rows that do not go with it."""
    found = []
    for kept in declared.keeps:
        if isinstance(kept.ends, Whole):
            gone = [part.model for _, part in all_parts_of(kept) if not part.blanks]
            going = {kept.model, *(part.model for _, part in all_parts_of(kept))}
            found += [
                f"{field.model._meta.label}.{field.name} stops {kept.kind} from being erased:"
                f" declare it as a Part on the way to {kept.model._meta.label}"
                for model in our_models()
                for field in model._meta.concrete_fields
                if field.related_model in gone
                and field.remote_field.on_delete is PROTECT
                and model not in going
            ]
    return found


def stores_undeclared(tree: Tree, declared: Rooms) -> list[Violation]:
    """Files that put something into a store, of rooms that name no folder."""
    named = {room.name for room in declared.all if room.stores}
    return [
        violation(module, 1, "keeps files: name their folder in STORES of the room's keeps.py")
        for module in tree
        if _stores_something(module) and room_of(module).split(".")[-1] not in named
    ]


def _stores_something(module: Module) -> bool:
    """Whether a file asks Django for a store, `storages["private"]`, and saves something."""
    asked = (node for node in module.nodes if isinstance(node, ast.Subscript))
    named = (node.attr for node in module.nodes if isinstance(node, ast.Attribute))
    return "save" in named and any(
        isinstance(node.value, ast.Name) and node.value.id == "storages" for node in asked
    )


@isolate_apps()
def test_a_model_when_no_room_declares_it_fails_with_what_to_write_where() -> None:
    class Loan(models.Model):
        def __str__(self) -> str:
            return "loan"

        class Meta:
            app_label = "gates"

    Loan.__module__ = "marketplace.people.models"
    (said,) = undeclared([Loan], ())
    assert said.startswith('gates.Loan: add Kept(Loan, "what people call it", …) to KEEPS in')
    assert undeclared([Loan], [Kept(Loan, "Loans", Never("planted"))]) == []


@isolate_apps()
def test_a_declaration_when_its_words_are_wrong_is_refused() -> None:
    class Paper(models.Model):
        name = models.CharField(max_length=9)
        scan = models.FileField()

        def __str__(self) -> str:
            return "paper"

        class Meta:
            app_label = "gates"

    clock = After("keep_for_ever", "scan")
    kept = Kept(Paper, "Papers", Whole("keep_case"), also=(clock,), shows={"colour": "Colour"})
    said = "\n".join(
        [*_unknown_figures(kept, collected()), *_unnamed_files(kept), *_not_blanked(kept)]
    )
    assert "keep_for_ever" in said
    assert 'files=("scan",)' in said
    assert "put name into blanks" in said
    assert "has no column colour" in list(_unknown_columns(kept))


@pytest.mark.parametrize("room", ["people", "accreditation"])
def test_a_store_when_its_room_names_no_folder_is_refused(plant: Plant, room: str) -> None:
    source = "def keep(data): storages['private'].save('x', data)"
    found = stores_undeclared(plant({f"marketplace/{room}/storage.py": source}), collected())
    assert len(found) == (room == "people")


def test_models_of_the_product_are_declared() -> None:
    found = undeclared(our_models(), collected().keeps)
    assert not found, "\n".join(found)


def test_models_of_other_packages_about_somebody_are_declared() -> None:
    found = undeclared(theirs_about_somebody(), collected().keeps)
    assert not found, "\n".join(found)


def test_declarations_of_the_product_name_what_is_there() -> None:
    found = [*wrong_words(collected()), *unsaid(collected().keeps), *in_the_way(collected())]
    assert not found, "\n".join(found)


def test_stores_of_the_product_are_declared(product: Tree) -> None:
    refuse(stores_undeclared(product, collected()))
