"""What a viewer may see of each model is a question that the database understands."""

import pytest
from django.db import models

from marketplace.accounts.rules import Role
from marketplace.people.models import Person
from tests.factories.accounts import as_viewer, make_user
from tests.gates.product import our_models

pytestmark = pytest.mark.django_db
#: A person is asked for with a scope, by tests of their own.
ASKED = [
    model
    for model in our_models()
    if hasattr(model._default_manager, "visible_to") and model is not Person
]


@pytest.mark.parametrize("model", ASKED, ids=lambda model: model._meta.label_lower)
def test_visible_to_when_nobody_has_anything_finds_nothing(model: type[models.Model]) -> None:
    for roles in ((), tuple(Role)):
        viewer = as_viewer(make_user(*roles))
        kept = model._default_manager.visible_to(viewer)  # type: ignore[attr-defined]
        assert kept.filter(pk=0).first() is None
