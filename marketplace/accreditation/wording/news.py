"""What the people of a supplier are told of applications and accreditations, as they read it now."""

from collections.abc import Collection
from enum import StrEnum

from django.urls import reverse

from marketplace.accounts.viewer import Viewer
from marketplace.accreditation.models import Accreditation, Application
from marketplace.accreditation.rules import AccreditationNotice, ApplicationNotice, ApplicationState
from marketplace.core.rooms import News, NotificationKind, Told
from marketplace.core.words import reference
from marketplace.suppliers.models import Supplier

OF_APPLICATIONS = {
    ApplicationNotice.SENT: "You sent your application to {scheme}.",
    ApplicationNotice.ACCEPTED: "Your application to {scheme} is accepted. You are accredited.",
    ApplicationNotice.REFUSED: "Your application to {scheme} is refused. Read the reason.",
    ApplicationNotice.EVIDENCE_REFUSED: (
        "Some evidence in your application to {scheme} is not accepted. Read the reason."
    ),
}
OF_ACCREDITATIONS = {
    AccreditationNotice.SUSPENDED: (
        "Your accreditation under {scheme} is suspended. Your listings are hidden. Read the reason."
    ),
    AccreditationNotice.RESUMED: (
        "The suspension of your accreditation under {scheme} has ended. Search shows your listings."
    ),
    AccreditationNotice.WITHDRAWN: (
        "Your accreditation under {scheme} is withdrawn. Read the reason."
    ),
    AccreditationNotice.ENDING: "Your accreditation under {scheme} ends soon. Renew it.",
    AccreditationNotice.ENDED: (
        "Your accreditation under {scheme} has ended. Your listings are hidden. Apply again."
    ),
}
#: The same of a scheme that takes no applications any more.
OF_RETIRED = {
    AccreditationNotice.ENDING: (
        "Your accreditation under {scheme} ends soon. The council has closed this scheme. Phone the council."
    ),
    AccreditationNotice.ENDED: (
        "Your accreditation under {scheme} has ended. Your listings are hidden. Phone the council."
    ),
}
#: Where these go on to is the form of an application, not the decisions so far.
RENEWED = frozenset({AccreditationNotice.ENDING, AccreditationNotice.ENDED})


def say_of_applications(viewer: Viewer, kind: StrEnum, told: Collection[Told]) -> dict[Told, News]:
    """Of applications of the viewer's own suppliers. One query."""
    found = Application.objects.run_by(viewer).select_related("scheme")
    rows = found.in_bulk([one.subject_id for one in told])
    sentence = OF_APPLICATIONS[ApplicationNotice(kind)]
    return {
        one: News(
            sentence.format(scheme=row.scheme.name),
            reverse("accreditation:application", args=[row.public_id]),
            reference(row.public_id),
            is_over=row.state != ApplicationState.SUBMITTED,
        )
        for one in told
        if (row := rows.get(one.subject_id))
    }


def say_of_accreditations(
    viewer: Viewer, kind: StrEnum, told: Collection[Told]
) -> dict[Told, News]:
    """Of accreditations of the viewer's own suppliers. One query."""
    found = Accreditation.objects.filter(supplier__in=Supplier.objects.run_by(viewer))
    rows = found.select_related("scheme", "supplier", "application")
    by_id = rows.in_bulk([one.subject_id for one in told])
    told_as = AccreditationNotice(kind)
    return {
        one: News(
            _sentence(told_as, row).format(scheme=row.scheme.name),
            reverse(_page(told_as, row), args=[row.supplier.public_id]),
            reference((row.application or row.supplier).public_id),
        )
        for one in told
        if (row := by_id.get(one.subject_id))
    }


def _sentence(kind: AccreditationNotice, row: Accreditation) -> str:
    sentence = OF_ACCREDITATIONS[kind]
    return OF_RETIRED.get(kind, sentence) if row.scheme.retired_at else sentence


def _page(kind: AccreditationNotice, row: Accreditation) -> str:
    is_renewed = kind in RENEWED and not row.scheme.retired_at
    return "accreditation:apply" if is_renewed else "suppliers:detail"


NOTIFICATIONS = (
    NotificationKind(
        ApplicationNotice.SENT, "Application {reference} sent", say_of_applications, is_receipt=True
    ),
    *(
        NotificationKind(kind, "Decision on application {reference}", say_of_applications)
        for kind in OF_APPLICATIONS
        if kind != ApplicationNotice.SENT
    ),
    *(
        NotificationKind(kind, "Decision on application {reference}", say_of_accreditations)
        for kind in OF_ACCREDITATIONS
        if kind not in RENEWED
    ),
    *(
        NotificationKind(kind, "Renewal of application {reference}", say_of_accreditations)
        for kind in RENEWED
    ),
)
