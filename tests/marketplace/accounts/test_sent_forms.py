"""A form that makes something, sent twice or four times at once, makes one."""

import threading
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse

from marketplace.accounts.actions.sent_forms import forget_sent_forms
from marketplace.accounts.jobs import ACTOR
from marketplace.accounts.models import SentForm, User
from marketplace.accounts.rules import SENT_FORMS_KEPT_FOR
from marketplace.accounts.viewer import Viewer
from marketplace.core.components.forms import ONCE_FIELD
from marketplace.core.models import AuditEvent
from marketplace.listings.models import Listing
from marketplace.suppliers.models import Supplier
from tests.conftest import NOW
from tests.factories.suppliers import make_supplier_with_user

BACKEND = "django.contrib.auth.backends.ModelBackend"
AT_ONCE = 4


@pytest.fixture(autouse=True)
def _clock() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def new_listing(supplier: Supplier) -> str:
    return reverse("listings:create", args=[supplier.public_id])


def words(**other: str) -> dict[str, str]:
    return {"title": "Home care", "summary": "Calm help.", ONCE_FIELD: str(uuid4()), **other}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend=BACKEND)
    return client


@pytest.mark.postgresql
@pytest.mark.django_db(transaction=True)
def test_four_sendings_at_once_make_one_and_all_lead_to_it() -> None:
    supplier, user = make_supplier_with_user()
    clients, sent = [signed_in(user) for _ in range(AT_ONCE)], words()
    barrier, led_to = threading.Barrier(AT_ONCE), []

    def press(client: Client) -> None:
        try:
            barrier.wait(timeout=60)
            led_to.append(client.post(new_listing(supplier), sent)["Location"])
        finally:
            connection.close()

    threads = [threading.Thread(target=press, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=120)
    listing = Listing.objects.get()
    assert led_to == [reverse("listings:edit", args=[listing.public_id])] * AT_ONCE
    assert AuditEvent.objects.filter(event="listing_created").count() == 1


@pytest.mark.django_db
def test_the_page_gives_a_new_token_each_time() -> None:
    supplier, user = make_supplier_with_user()
    client = signed_in(user)
    forms = [client.get(new_listing(supplier)).content.decode() for _ in range(2)]
    tokens = {form.partition(f'name="{ONCE_FIELD}" value="')[2][:36] for form in forms}
    assert len(tokens) == 2
    assert all(len(token) == 36 for token in tokens)


@pytest.mark.django_db
def test_other_words_under_the_same_token_are_another_sending() -> None:
    supplier, user = make_supplier_with_user()
    client, sent = signed_in(user), words()
    client.post(new_listing(supplier), sent)
    client.post(new_listing(supplier), {**sent, "title": "Night care"})
    assert set(Listing.objects.values_list("title", flat=True)) == {"Home care", "Night care"}


@pytest.mark.django_db
def test_what_was_refused_may_be_sent_again_and_leaves_no_row() -> None:
    supplier, user = make_supplier_with_user()
    client, refused = signed_in(user), words(title="")
    for _ in range(2):
        assert (
            "Enter a title"
            in client.post(new_listing(supplier), refused, follow=True).content.decode()
        )
    assert not SentForm.objects.exists()
    client.post(new_listing(supplier), {**refused, "title": "Home care"})
    assert Listing.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "no token", "0" * 400])
def test_a_form_without_a_token_is_done_as_it_was(token: str) -> None:
    supplier, user = make_supplier_with_user()
    assert (
        signed_in(user).post(new_listing(supplier), words(**{ONCE_FIELD: token})).status_code == 302
    )
    assert not SentForm.objects.exists()


@pytest.mark.django_db
def test_the_same_token_of_somebody_else_is_their_own_sending() -> None:
    (supplier, user), (other, their) = make_supplier_with_user(), make_supplier_with_user()
    sent = words()
    signed_in(user).post(new_listing(supplier), sent)
    signed_in(their).post(new_listing(other), sent)
    assert signed_in(their).post(new_listing(supplier), sent).status_code == 404
    assert Listing.objects.count() == 2


@pytest.mark.postgresql
@pytest.mark.django_db
def test_a_sending_is_forgotten_after_its_day() -> None:
    supplier, user = make_supplier_with_user()
    signed_in(user).post(new_listing(supplier), words())
    early = Viewer.machine(ACTOR, NOW + SENT_FORMS_KEPT_FOR - timedelta(seconds=1))
    assert forget_sent_forms(by=early) == 0
    assert forget_sent_forms(by=Viewer.machine(ACTOR, NOW + SENT_FORMS_KEPT_FOR)) == 1
