"""What a council is to the world outside: its main address, its sender, its card processor."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client, override_settings
from django.urls import reverse

from marketplace.accounts.models import Authority, AuthorityHost
from marketplace.accounts.queries import hosts_of, sender_of
from marketplace.accounts.rules import Role
from marketplace.core.models import AuditEvent
from marketplace.council.actions import set_addresses, set_card_processor
from marketplace.council.errors import OutsideRefused
from marketplace.council.models import CardProcessorAccount
from marketplace.council.queries import card_processor
from marketplace.council.rules import ProcessorMode, processor_problems, secrets_after
from tests.factories.accounts import as_viewer, make_authority, make_other_authority, make_user
from tests.factories.seen import post_seen

pytestmark = pytest.mark.django_db


def set_processor(secret: str = "", role: Role = Role.ADMINISTRATOR, **facts: object):
    return set_card_processor(
        by=as_viewer(make_user(role)),
        authority=make_authority(),
        **{"account": "acct_one", "mode": ProcessorMode.LIVE, "secret": secret, **facts},  # type: ignore[arg-type]
    )


def test_processor_when_set_is_read_back_and_its_secret_lies_nowhere_in_the_clear() -> None:
    row = set_processor("whsec_first")
    found = card_processor(make_authority().pk)
    assert found is not None
    assert (found.account, found.is_live, found.secrets) == ("acct_one", True, ("whsec_first",))
    assert b"whsec" not in bytes(row.sealed_secrets)
    event = AuditEvent.objects.get(event="card_processor_set")
    assert event.data == {"mode": "live", "secrets": 1}


def test_secret_when_changed_counts_beside_the_one_before_until_that_is_taken_away() -> None:
    for secret in ("whsec_1", "whsec_2", "whsec_3"):
        set_processor(secret)
    council = make_authority().pk
    assert card_processor(council).secrets == ("whsec_3", "whsec_2")
    set_processor(mode=ProcessorMode.TEST)
    assert card_processor(council).secrets == ("whsec_3", "whsec_2")
    set_processor(only_newest=True)
    assert card_processor(council).secrets == ("whsec_3",)


def test_secret_when_put_into_another_councils_row_opens_nothing() -> None:
    row = set_processor("whsec_first")
    theirs = make_other_authority()
    CardProcessorAccount.objects.filter(pk=row.pk).update(authority=theirs)
    assert card_processor(theirs.pk).secrets == ()


def test_account_when_another_council_has_it_is_refused() -> None:
    set_processor("whsec_first")
    other = make_other_authority()
    with pytest.raises(OutsideRefused) as refusal:
        set_card_processor(
            by=as_viewer(make_user(Role.ADMINISTRATOR, authority=other), authority=other),
            authority=other,
            account="acct_one",
            mode=ProcessorMode.LIVE,
            secret="whsec_theirs",
        )
    assert refusal.value.codes == ["processor_account_taken"]


def test_processor_when_not_ones_role_is_not_set() -> None:
    with pytest.raises(PermissionDenied):
        set_processor("whsec_first", role=Role.FINANCE)
    assert not CardProcessorAccount.objects.exists()


@pytest.mark.parametrize(
    ("account", "secret", "kept", "codes"),
    [
        ("acct_1", "whsec_1", 0, []),
        ("acct_1", "", 1, []),
        ("acct_1", "", 0, ["processor_secret_missing"]),
        ("1", "secret", 0, ["processor_account_unlike", "processor_secret_unlike"]),
        ("acct_" + "1" * 80, "whsec_1", 0, ["processor_account_unlike"]),
    ],
)
def test_processor_is_refused_for_what_the_card_processor_would_not_give(
    account: str, secret: str, kept: int, codes: list[str]
) -> None:
    assert [one.code for one in processor_problems(account, secret, kept)] == codes


def test_secret_when_set_again_is_not_kept_twice() -> None:
    assert secrets_after(["b", "a"], "b", only_newest=False) == ["b", "a"]


def test_addresses_when_set_are_the_councils_own() -> None:
    council = make_authority()
    AuthorityHost.objects.create(authority=council, host="care.fernshire.example")
    set_addresses(
        by=as_viewer(make_user(Role.ADMINISTRATOR)),
        authority=council,
        main_host="care.fernshire.example",
        mail_from="care@fernshire.example",
    )
    council = Authority.objects.get(pk=council.pk)
    assert hosts_of(council) == ["care.fernshire.example", "testserver"]
    assert sender_of(council) == "Fernshire <care@fernshire.example>"
    with override_settings(DEFAULT_FROM_EMAIL="server@example.org"):
        assert sender_of(make_other_authority()) == "server@example.org"


def test_main_address_when_another_councils_is_refused() -> None:
    make_other_authority()
    with pytest.raises(OutsideRefused) as refusal:
        set_addresses(
            by=as_viewer(make_user(Role.ADMINISTRATOR)),
            authority=make_authority(),
            main_host="otherton.localhost",
            mail_from="",
        )
    assert refusal.value.codes == ["host_not_own"]


def test_pages_when_sent_save_and_never_show_a_secret(client: Client) -> None:
    client.force_login(make_user(Role.ADMINISTRATOR))
    address = reverse("cards:processor")
    sent = {"account": "acct_one", "mode": "live", "secret": "whsec_first"}
    assert post_seen(client, address, sent).status_code == 302
    shown = client.get(address).content.decode()
    assert "1 signing secret is set" in shown
    assert "whsec_first" not in shown
    assert "https://testserver/webhooks/stripe/issuing/" in shown
    wrong = client.post(address, {**sent, "account": "one", "secret": "whsec_new"})
    assert wrong.status_code == 200
    assert "whsec_new" not in wrong.content.decode()
    own = {"main_host": "testserver", "mail_from": "care@fernshire.example"}
    assert post_seen(client, reverse("council:addresses"), own).status_code == 302
    assert "care@fernshire.example" in client.get(reverse("council:addresses")).content.decode()


def test_command_sets_and_says_what_a_council_has_and_shows_no_secret(tmp_path: Path) -> None:
    make_authority()
    secret, said = tmp_path / "secret", StringIO()
    secret.write_text("whsec_first\n")
    options = {
        "card_account": "acct_one",
        "card_secret_from": str(secret),
        "mail_from": "a@b.example",
    }
    call_command("council", "fernshire", stdout=said, **options)
    assert "acct_one, live, 1 signing secrets" in said.getvalue()
    assert "Fernshire <a@b.example>" in said.getvalue()
    assert "whsec" not in said.getvalue()


@pytest.mark.parametrize(
    ("slug", "options"),
    [
        ("nowhere", {}),
        ("fernshire", {"main_host": "elsewhere.example"}),
        ("fernshire", {"card_account": "acct_one", "card_secret_from": "/nowhere/at/all"}),
    ],
)
def test_command_when_it_cannot_says_why(slug: str, options: dict[str, str]) -> None:
    make_authority()
    with pytest.raises(CommandError):
        call_command("council", slug, **options)
