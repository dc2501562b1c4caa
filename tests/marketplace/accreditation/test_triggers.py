"""The database itself refuses to change what a scheme has published, or what was asked of the decided."""

import pytest
from django.core.management.sql import emit_post_migrate_signal, emit_pre_migrate_signal
from django.db import DatabaseError, connection, models, transaction

from marketplace.accounts.rules import Role
from marketplace.accreditation.health import requirements
from marketplace.accreditation.models import Application, Criterion, SchemeVersion
from marketplace.accreditation.rules import ApplicationState, VersionState
from marketplace.accreditation.triggers import drop_triggers, guards, missing_triggers
from tests.factories.accounts import NOW, make_user
from tests.factories.accreditation import (
    criteria_asked,
    make_application,
    make_scheme,
    make_version,
)
from tests.factories.suppliers import make_supplier

pytestmark = [pytest.mark.django_db, pytest.mark.postgresql]
PUBLISHED = "is published"


def _insert(criterion: Criterion) -> None:
    row = Criterion.objects.get(pk=criterion.pk)
    row.pk, row.kind = None, "transport"
    Criterion.objects.bulk_create([row])


def _update(criterion: Criterion) -> None:
    Criterion.objects.filter(pk=criterion.pk).update(question="Another")


def _delete(criterion: Criterion) -> None:
    Criterion.objects.filter(pk=criterion.pk)._raw_delete("default")


def _move_in(criterion: Criterion) -> None:
    draft = SchemeVersion.objects.create(
        scheme=criterion.version.scheme, number=2, started_at=NOW, started_by_system="tests"
    )
    mine = Criterion.objects.create(
        version=draft, kind="transport", position=1, question="X", evidence_kind="policy"
    )
    Criterion.objects.filter(pk=mine.pk).update(version=criterion.version)


def _move_out(criterion: Criterion) -> None:
    draft = SchemeVersion.objects.create(
        scheme=criterion.version.scheme, number=2, started_at=NOW, started_by_system="tests"
    )
    Criterion.objects.filter(pk=criterion.pk).update(version=draft)


@pytest.mark.parametrize("write", [_insert, _update, _delete, _move_in, _move_out])
def test_criterion_of_a_published_version_when_written_is_refused(write) -> None:
    criterion = criteria_asked(make_scheme())[0]
    before = list(Criterion.objects.order_by("pk").values())
    with pytest.raises(DatabaseError, match=PUBLISHED), transaction.atomic():
        write(criterion)
    assert list(Criterion.objects.order_by("pk").values()) == before


@pytest.mark.parametrize(
    "changes",
    [
        {"number": 9},
        {"from_date": NOW.date()},
        {"published_by_system": "other"},
        {"state": VersionState.DRAFT, "published_at": None, "from_date": None},
    ],
)
def test_published_version_when_its_row_is_changed_is_refused(changes) -> None:
    versions = SchemeVersion.objects.filter(scheme=make_scheme())
    with pytest.raises(DatabaseError, match=PUBLISHED), transaction.atomic():
        versions.update(**changes)
    with pytest.raises(DatabaseError), transaction.atomic():
        versions._raw_delete("default")


@pytest.mark.skipif(connection.vendor != "sqlite", reason="REPLACE is SQLite's")
@pytest.mark.parametrize("model", [SchemeVersion, Criterion])
def test_published_row_when_replaced_is_refused(model: type[models.Model]) -> None:
    make_scheme()
    row = model._default_manager.order_by("pk").values().first()
    assert row is not None
    columns = ", ".join(f'"{name}"' for name in row)
    table = model._meta.db_table
    with (
        pytest.raises(DatabaseError, match=PUBLISHED),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            f"REPLACE INTO {table} ({columns}) SELECT {columns} FROM {table} WHERE id = %s",
            [row["id"]],
        )


def test_application_when_decided_keeps_its_version() -> None:
    supplier = make_supplier()
    scheme = make_scheme(authority=supplier.authority)
    second = make_version(scheme, 2, criteria=criteria_asked(scheme))
    first = scheme.versions.get(number=1)
    sender, officer = make_user(Role.SUPPLIER), make_user(Role.ACCREDITOR)
    decided = make_application(
        supplier,
        scheme,
        ApplicationState.REFUSED,
        version=first,
        with_evidence=False,
        submitted_by=sender,
        decided_by=officer,
    )
    begun = make_application(supplier, scheme, version=first, with_evidence=False)
    Application.objects.filter(pk=begun.pk).update(version=second)
    with pytest.raises(DatabaseError, match="keeps the version"), transaction.atomic():
        Application.objects.filter(pk=decided.pk).update(version=second)


def test_application_under_a_version_of_another_scheme_is_refused() -> None:
    supplier = make_supplier()
    scheme, other = (make_scheme(authority=supplier.authority) for _ in range(2))
    theirs = other.versions.get()
    with pytest.raises(DatabaseError, match="of another scheme"), transaction.atomic():
        make_application(supplier, scheme, version=theirs, with_evidence=False)
    own = make_application(supplier, scheme, with_evidence=False)
    with pytest.raises(DatabaseError, match="of another scheme"), transaction.atomic():
        Application.objects.filter(pk=own.pk).update(version=theirs)


def test_guards_when_gone_are_seen_and_made_again_after_a_migration() -> None:
    assert missing_triggers() == []
    assert requirements(NOW).is_well
    drop_triggers()
    assert len(missing_triggers()) == len(guards(connection.vendor))
    assert not requirements(NOW).is_well
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
    assert missing_triggers() == []
    emit_pre_migrate_signal(verbosity=0, interactive=False, db="default")
    assert missing_triggers()
    emit_post_migrate_signal(verbosity=0, interactive=False, db="default")
