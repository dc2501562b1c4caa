"""What is done to accounts from a shell leaves rows too, and nothing gives a role past the one action."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command

from marketplace.accounts.management.commands import changepassword
from marketplace.core.models import AuditEvent
from tests.conftest import ROOT
from tests.factories.accounts import make_user

#: Ways to write a membership, in the product's source.
WRITES = re.compile(
    r"Membership\(|Membership\.objects\.\w*(?:create|update)|Membership\.objects\.\w+\([^)]*\)\.(?:update|delete)"
    r"|memberships\.(?:create|add|set|remove|clear|update|bulk_create|get_or_create|update_or_create)"
)
#: Where one may be written: the action; made-up councils, whose loader leaves a row for each batch;
#: measurements, which keep none of it.
MAY_WRITE = {
    "marketplace/accounts/actions/roles.py",
    "marketplace/accounts/models/users.py",
    "marketplace/accounts/samples.py",
    "marketplace/demo/load/suppliers.py",
    "payments/bench.py",
}


def writers(root: Path) -> set[str]:
    wings = (root / wing for wing in ("marketplace", "payments", "search", "cms"))
    files = (file for wing in wings for file in wing.rglob("*.py"))
    return {
        str(file.relative_to(root))
        for file in files
        if "migrations" not in file.parts and WRITES.search(file.read_text())
    }


def test_memberships_of_the_product_are_written_by_the_action_that_records_it() -> None:
    assert writers(ROOT) == MAY_WRITE


@pytest.mark.parametrize(
    "line",
    [
        "Membership.objects.create(user=user)",
        "Membership.objects.bulk_create(rows)",
        "Membership.objects.filter(user=user).delete()",
        "user.memberships.update(until_date=day)",
    ],
)
def test_membership_when_written_elsewhere_is_found(tmp_path: Path, line: str) -> None:
    file = tmp_path / "marketplace/portal/views.py"
    file.parent.mkdir(parents=True)
    file.write_text(line)
    assert writers(tmp_path) == {"marketplace/portal/views.py"}


@pytest.mark.django_db
def test_password_when_set_from_a_shell_leaves_a_row(monkeypatch: pytest.MonkeyPatch) -> None:
    user = make_user()
    monkeypatch.setattr(changepassword.Command, "_get_pass", lambda *_: "a-Quite-new-one-7")
    call_command("changepassword", user.email)
    row = AuditEvent.objects.get(event="password_changed")
    assert (row.by_system, row.subject_id, row.data) == ("changepassword", user.pk, {})
    user.refresh_from_db()
    assert user.check_password("a-Quite-new-one-7")
