"""No file stays in the private store without a row, and none is taken whose row may still come."""

import logging
import os
import threading
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.db import IntegrityError, InterfaceError, OperationalError, connection, transaction

from marketplace.accounts.models import User
from marketplace.accreditation.actions import evidence as actions
from marketplace.accreditation.models import Application, Evidence
from marketplace.core import orphans
from marketplace.core.clock import now
from marketplace.core.jobs import sweep_private_files
from marketplace.core.orphans import A_FEW, OLD_ENOUGH, Swept, sweep, undone_with
from tests.factories.accounts import as_viewer
from tests.factories.accreditation import PDF, make_application
from tests.factories.suppliers import make_supplier_with_user
from tests.gates.product import our_models

LONGER = OLD_ENOUGH + timedelta(minutes=1)
SOON = timedelta(minutes=5)


@pytest.fixture
def store(settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Storage:
    """A private store of its own."""
    private = {**settings.STORAGES["private"], "OPTIONS": {"location": tmp_path / "private"}}
    settings.STORAGES = {**settings.STORAGES, "private": private}
    monkeypatch.setattr(Evidence._meta.get_field("file"), "storage", storages["private"])
    return storages["private"]


@pytest.fixture
def draft(db: None) -> tuple[User, Application]:
    supplier, owner = make_supplier_with_user()
    return owner, make_application(supplier, with_evidence=False)


def show(draft: tuple[User, Application], at: datetime | None = None) -> Evidence:
    owner, application = draft
    return actions.save_evidence(
        by=as_viewer(owner, at or now()),
        application_id=application.pk,
        criterion_id=application.version.criteria.order_by("pk")[0].pk,
        issuer="Harbour Mutual",
        issued_date=date(2026, 3, 1),
        expires_date=date(2027, 3, 1),
        upload=ContentFile(PDF, "cover.pdf"),
    )


def names_in(store: Storage) -> list[str]:
    return sorted(orphans._files(store, ""))


def put(store: Storage, name: str, age: timedelta = LONGER) -> str:
    kept = store.save(name, ContentFile(b"x"))
    then = (now() - age).timestamp()
    os.utime(store.path(kept), (then, then))
    return kept


def test_columns_when_their_store_is_private_are_found_in_the_models() -> None:
    """Every file column of ours is private or public by its store: no list has to be kept."""
    found = {f"{model._meta.label}.{field.name}" for model, field in orphans.private_columns()}
    assert "accreditation.Evidence.file" in found
    private = {
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.local_fields
        if getattr(getattr(field, "storage", None), "_location", None)
        == storages["private"]._location  # type: ignore[attr-defined]
    }
    assert private <= found


@pytest.mark.django_db
def test_sweep_when_no_row_names_an_old_file_removes_it_and_no_other(
    store: Storage, draft: tuple[User, Application]
) -> None:
    named, unnamed = show(draft).file.name, put(store, "evidence/unnamed")
    young = put(store, "evidence/young", OLD_ENOUGH - SOON)
    held = put(store, "statements-held/a.csv")
    deep = put(store, "a/new/room/file")
    later = now() + SOON - SOON
    os.utime(store.path(named), (0, 0))
    assert sweep(later) == Swept(files=4, orphans=2, removed=2)
    assert [store.exists(name) for name in (named, young, held)] == [True] * 3
    assert [store.exists(name) for name in (unnamed, deep)] == [False] * 2
    assert sweep(later) == Swept(files=2, orphans=0, removed=0)


@pytest.mark.django_db
def test_sweep_when_there_is_no_store_yet_finds_nothing(store: Storage) -> None:
    assert sweep(now()) == Swept(0, 0, 0)


@pytest.mark.django_db
def test_sweep_when_many_files_have_no_row_leaves_them_and_says_so(
    store: Storage, caplog: pytest.LogCaptureFixture
) -> None:
    """As when an older database was restored beside newer files."""
    for number in range(A_FEW + 1):
        put(store, f"evidence/{number}")
    with caplog.at_level(logging.INFO, logger="handrail.private_files"):
        sweep_private_files.func()
    assert len(names_in(store)) == A_FEW + 1
    assert "21 of 21 private files are named by no row" in caplog.text
    assert sweep(now(), whatever_their_number=True).removed == A_FEW + 1


@pytest.mark.django_db
def test_job_when_it_swept_says_how_many(store: Storage, caplog: pytest.LogCaptureFixture) -> None:
    put(store, "evidence/unnamed")
    with caplog.at_level(logging.INFO, logger="handrail.private_files"):
        sweep_private_files.func()
    assert "Private files: 1, of which 1 were swept." in caplog.text
    assert names_in(store) == []


@pytest.mark.django_db
def test_sweep_when_files_are_many_asks_a_bounded_number_of_times(
    store: Storage, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Callable[..., Any]
) -> None:
    monkeypatch.setattr(orphans, "ASKED_AT_ONCE", 4)
    for number in range(10):
        put(store, f"evidence/{number}")
    with django_assert_num_queries(3 * len(orphans.private_columns())):
        assert sweep(now()).removed == 10


class Broken(Exception):
    """Something fails after the file was written."""


@pytest.mark.django_db
def test_save_when_it_fails_after_the_file_leaves_none_and_keeps_the_one_before(
    store: Storage, draft: tuple[User, Application], monkeypatch: pytest.MonkeyPatch
) -> None:
    before = show(draft).file.name

    def fail(**_: object) -> None:
        raise Broken

    monkeypatch.setattr(actions, "record", fail)
    with pytest.raises(Broken):
        show(draft)
    assert names_in(store) == [before]
    assert Evidence.objects.get().file.name == before


@pytest.mark.parametrize(
    ("error", "left"),
    [(IntegrityError, 0), (Broken, 0), (OperationalError, 1), (InterfaceError, 1)],
)
def test_file_when_the_commit_fails_goes_and_when_nobody_knows_stays_for_the_sweep(
    store: Storage, error: type[Exception], left: int
) -> None:
    with pytest.raises(error), undone_with(store) as written:
        written.append(store.save("evidence/new", ContentFile(b"x")))
        raise error
    assert len(names_in(store)) == left


@pytest.fixture
def slowly(draft_of_others: tuple[User, Application]) -> Iterator[Callable[[], None]]:
    """Somebody saves evidence in another thread, and commits when told."""
    saved, told = threading.Event(), threading.Event()

    def work() -> None:
        try:
            with transaction.atomic():
                show(draft_of_others)
                saved.set()
                told.wait(60)
        finally:
            connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    assert saved.wait(60)

    def commit() -> None:
        told.set()
        thread.join(60)

    yield commit
    commit()


@pytest.fixture
def draft_of_others(store: Storage, transactional_db: None) -> tuple[User, Application]:
    supplier, owner = make_supplier_with_user()
    return owner, make_application(supplier, with_evidence=False)


@pytest.mark.django_db(transaction=True)
def test_file_when_its_row_is_committed_after_the_sweep_began_is_never_taken(
    store: Storage, slowly: Callable[[], None]
) -> None:
    """The row cannot be seen while the sweep runs: its age alone keeps the file."""
    name = names_in(store)[0]
    assert orphans._named([name]) == set()
    assert sweep(now()) == Swept(files=1, orphans=0, removed=0)
    slowly()
    assert Evidence.objects.get().file.name == name
    assert sweep(now() + LONGER) == Swept(files=1, orphans=0, removed=0)
    assert store.exists(name)
