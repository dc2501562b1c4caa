"""A copy holds every kind that is declared about a person, and nothing of anybody else.

The rows come from the rooms' samples: a model that is declared and of which no sample makes a row
about the person fails here with where to make one.
"""

import json
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import models, transaction

from marketplace.accounts.models import User
from marketplace.core.retention import Kept
from marketplace.core.rooms import collected
from marketplace.people.models import Person
from marketplace.records.jobs import zipped
from marketplace.records.models import RecordCopy
from marketplace.records.queries.contents import rows_about, sections_of
from marketplace.records.queries.roads import roads
from marketplace.records.wording import in_words
from tests.walks.world import World

pytestmark = [pytest.mark.django_db]
CANARY = "Canary Kestrel"
TEXTS = (models.CharField, models.TextField)


def shown_to_people() -> list[Kept]:
    return [kept for kept in collected().keeps if kept.shows and roads(kept, Person)]


def second_steps(person: Person) -> None:
    """No sample has one: it would ask for a code of whoever signs in."""
    Authenticator.objects.create(user=person.user, type="totp", data={})


def put_canaries(person: Person) -> int:
    """Write a word into every text about somebody, where the database lets it. Answers into how many."""
    done = 0
    for kept in collected().keeps:
        ids = [row.pk for row in rows_about(kept, person)]
        for field in kept.model._meta.concrete_fields:
            if type(field) not in TEXTS or field.choices or field.unique or not ids:
                continue
            try:
                with transaction.atomic():
                    rows = kept.model._base_manager.filter(pk__in=ids)
                    done += bool(rows.update(**{field.name: CANARY[: field.max_length]}))
            except Exception:  # noqa: BLE001 - guarded rows and constraints stay as they are
                continue
    return done


def test_a_copy_holds_every_kind_that_is_declared_about_a_person(world: World) -> None:
    person: Person = world.sides["own"].rows["person"]
    with transaction.atomic():
        second_steps(person)
        kinds = {section.kind for section in sections_of(person)}
        missing = [
            f"No sample makes a {kept.model._meta.label} about the person: make one in the samples.py"
            " of its room, so that the walk finds it in their copy."
            for kept in shown_to_people()
            if kept.kind not in kinds
        ]
        transaction.set_rollback(True)
    assert not missing, "\n".join(missing)
    assert len(kinds) > 15


def test_a_copy_holds_every_row_about_the_person(world: World) -> None:
    person: Person = world.sides["own"].rows["person"]
    said = {section.kind: len(section.rows) for section in sections_of(person)}
    for kept in shown_to_people():
        assert said.get(kept.kind, 0) == len(rows_about(kept, person)), kept.kind


def test_a_copy_says_nothing_of_anybody_else(world: World) -> None:
    person: Person = world.sides["own"].rows["person"]
    copy: RecordCopy = world.sides["own"].rows["own_copy"]
    with transaction.atomic():
        assert put_canaries(world.sides["same"].rows["person"]) > 20
        others: Any = User.objects.exclude(pk=person.user_id)
        others.update(name=CANARY)
        Person.objects.exclude(pk=person.pk).update(name=CANARY)
        sections = sections_of(person)
        said = json.dumps([in_words(section) for section in sections])
        emails = set(others.values_list("email", flat=True))
        assert zipped(copy, sections)
        transaction.set_rollback(True)
    assert person.name in said
    assert CANARY not in said
    assert CANARY[:4] not in said
    assert not {email for email in emails if email in said}
