"""Who may match money, and who may explain it."""

from django.core.exceptions import PermissionDenied

from marketplace.accounts.permissions import can, check
from marketplace.accounts.viewer import Viewer
from marketplace.people.models import Person
from marketplace.people.permissions import is_close_to
from marketplace.people.rules import AccessCapacity, Scope
from marketplace.suppliers.models import Supplier
from payments.cards.models import ReceivedLine
from payments.reconciliation.models import MoneyException
from payments.reconciliation.rules.duties import MAY_EXPLAIN_SPENDING, MAY_RECONCILE
from payments.reconciliation.rules.payee_facts import MAY_KEEP_PAYEES, PayeeSubject


def check_can_reconcile(viewer: Viewer, line: ReceivedLine) -> None:
    """Raises PermissionDenied unless the viewer reconciles this person's money in the line's council."""
    check_can_check_money(viewer, line.account.person)


def check_can_check_money(viewer: Viewer, person: Person) -> None:
    """Raises PermissionDenied unless the viewer reconciles in the person's council.

    A user must also see this person's money, and it is never their own. Neither is asked of a system
    viewer.
    """
    check(viewer, MAY_RECONCILE, person.authority_id)
    if not viewer.user:
        return
    seen = Person.objects.visible_to(viewer, scope=Scope.MONEY)
    owners = list(seen.filter(pk=person.pk).values_list("user_id", flat=True))
    if not owners:
        raise PermissionDenied("You may not see this person’s money.")
    if owners == [viewer.user_id]:
        raise PermissionDenied("This is your own money, so somebody else decides.")
    if is_close_to(viewer, person):
        raise PermissionDenied("You speak for this person, so somebody else decides.")


def check_can_keep_payee(viewer: Viewer, subject: PayeeSubject) -> None:
    """Raises PermissionDenied unless the viewer keeps what is known of a payee.

    Of a person's own payee a user must also see this person's money, and not be close to them. Nobody
    says where money for their own organisation goes. Nothing of this is asked of a system viewer.
    """
    check(viewer, MAY_KEEP_PAYEES, subject.authority_id)
    if not viewer.user:
        return
    if subject.person_id is not None:
        seen = Person.objects.visible_to(viewer, scope=Scope.MONEY)
        person = seen.filter(pk=subject.person_id).first()
        if person is None:
            raise PermissionDenied("You may not see this person’s money.")
        if is_close_to(viewer, person):
            raise PermissionDenied("You are close to this person, so somebody else decides.")
    runs = Supplier.objects.run_by(viewer)
    if subject.supplier_id is not None and runs.filter(pk=subject.supplier_id).exists():
        raise PermissionDenied("You act for this supplier, so somebody else decides.")


def can_keep_payee(viewer: Viewer, subject: PayeeSubject) -> bool:
    """Whether the viewer keeps what is known of a payee."""
    try:
        check_can_keep_payee(viewer, subject)
    except PermissionDenied:
        return False
    return True


def can_explain(viewer: Viewer, row: MoneyException) -> bool:
    """Whether the viewer may answer a question: the person, or who sees their money for them.

    Seeing it for the council is not that: who checks the money does not answer for its owner.
    """
    return (
        viewer.user is not None
        and can(viewer, MAY_EXPLAIN_SPENDING, row.authority_id)
        and _sees_it_for_the_person(viewer, row)
    )


def check_can_explain(viewer: Viewer, row: MoneyException) -> None:
    """Raises PermissionDenied unless the viewer may answer a question about money."""
    if not can_explain(viewer, row):
        raise PermissionDenied(
            "Only the person, or someone who sees their money, may explain this."
        )


def _sees_it_for_the_person(viewer: Viewer, row: MoneyException) -> bool:
    return any(
        Person.objects.visible_to(viewer, scope=Scope.MONEY, capacity=capacity)
        .filter(pk=row.person_id)
        .exists()
        for capacity in (AccessCapacity.SELF, AccessCapacity.REPRESENTATIVE)
    )
