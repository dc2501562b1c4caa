"""The sentence for each refusal."""

from collections.abc import Mapping
from typing import Any

from marketplace.accreditation.rules import AccreditationState, ApplicationState
from marketplace.core.rooms import Sentence
from marketplace.core.words import counted, spoken_date
from marketplace.suppliers.rules import SupplierKind


def _sent_in(facts: Mapping[str, Any]) -> str:
    sent = f" on {spoken_date(facts['sent_on'])}" if facts["sent_on"] else ""
    return f"You sent this application{sent}. It cannot be changed."


def _change_refused(facts: Mapping[str, Any]) -> str:
    return {
        AccreditationState.SUSPENDED: "Only an accreditation that is in force can be suspended.",
        AccreditationState.VALID: "This accreditation is not suspended.",
        AccreditationState.WITHDRAWN: "This accreditation is withdrawn already.",
    }[AccreditationState(facts["to"])]


def _not_called_back(facts: Mapping[str, Any]) -> str:
    if facts["now"] == ApplicationState.DRAFT:
        return "You have not sent this application. You can change it."
    return "The council has decided this application. You cannot call it back."


def _too_big(facts: Mapping[str, Any]) -> str:
    megabytes = facts["most_bytes"] // 1_000_000
    return f"Copy of the document: this file is larger than {megabytes} MB. Choose a smaller file"


def _requires_nothing(facts: Mapping[str, Any]) -> str:
    kind = SupplierKind(facts["kind"]).label
    return (
        f"{kind}: add at least 1 requirement that is required,"
        f" or take {kind.lower()} out of the scheme"
    )


def _too_far(facts: Mapping[str, Any]) -> str:
    return f"First day: enter a date to {spoken_date(facts['last'])}"


SENTENCES: dict[str, Sentence] = {
    "application_scheme_unsuitable": "This scheme is not for your type of supplier. Choose another scheme.",
    "application_open_already": "You have an application for this scheme already. Open that application.",
    "application_nothing_asked": (
        "This scheme has no requirements for your type of supplier yet. Phone the council"
    ),
    "application_sent_in": _sent_in,
    "application_not_waiting": "This application is not waiting for a decision.",
    "application_begun": "The council has begun to read this application, so you cannot call it back. Phone the council to change it.",
    "application_not_called_back": _not_called_back,
    "application_reason_missing": "Reason for your decision: enter what the supplier must change.",
    "application_up_to_date": "Your application has the newest requirements already.",
    "application_asked_otherwise": "The requirements changed again. Read what changed before you choose.",
    "scheme_name_missing": "Enter a name for the scheme",
    "scheme_named_already": "Another scheme has this name. Enter another name",
    "scheme_summary_missing": "Enter a description of the scheme",
    "scheme_kinds_missing": "Choose at least 1 type of supplier",
    "scheme_months": "Months that an accreditation is valid: enter a number from 1 to {most}",
    "schemes_too_many": "A council has at most {most} schemes. Change one that you have",
    "scheme_retired": "This scheme is retired. Offer it again before you change it.",
    "scheme_not_retired": "This scheme takes applications already.",
    "requirement_question_missing": "Enter the requirement, like Are you insured?",
    "requirement_asked_already": "The draft asks this already. Change that requirement, or enter another",
    "requirement_kinds_missing": "Choose at least 1 type of supplier",
    "requirement_months": "Months that you accept the evidence: enter a number from 0 to {most}",
    "requirement_references": "How many references: enter a number from 1 to {most}",
    "requirement_from_care": "How many from care work: enter a number from 0 to {most}",
    "requirement_not_there": "The draft no longer asks this of them. Read the draft again.",
    "requirement_place_outside": "Place in the list: enter a number from 1 to {most}",
    "requirements_too_many": "A type of supplier has at most {most} requirements. Take one out first",
    "version_drafted_already": "This scheme has a draft already. Change that draft, or discard it.",
    "version_not_drafted": "This scheme has no draft. Begin a draft first.",
    "version_requires_nothing": _requires_nothing,
    "version_unchanged": "The draft asks the same as the version before. Change it before you publish",
    "version_from_past": "First day: enter today or a later date",
    "version_from_too_far": _too_far,
    "evidence_not_asked": "This application does not need that evidence.",
    "evidence_absent": "There is no evidence for this requirement yet.",
    "evidence_missing": "{question}: add your evidence",
    "evidence_out_of_date": "{question}: this evidence has ended. Add new evidence",
    "evidence_not_accepted": "{question}: accept the evidence before you accredit",
    "evidence_ran_out_since": "{question}: this evidence ended after the application was sent",
    "evidence_of_another_application": "This evidence belongs to another application.",
    "evidence_reason_missing": "Enter your reason to refuse this evidence",
    "evidence_issued_later": "Enter today or an earlier date",
    "evidence_end_missing": "Enter a date, like 13 9 2027",
    "evidence_ends_before_issue": "Enter a date after the first date",
    "evidence_run_out": "This date is past. Add evidence that is still valid",
    "evidence_too_old": lambda facts: (
        f"We accept this evidence for {counted(facts['months'], 'month', 'months')}. Add newer evidence"
    ),
    "evidence_issuer_missing": "Enter who issued the evidence",
    "evidence_dbs_incomplete": "Choose the level and the outcome of the DBS check",
    "evidence_file_missing": "Choose a copy of the document",
    "evidence_file_refused": "Do not send a copy of a DBS certificate. We keep the outcome only",
    "evidence_file_empty": "Copy of the document: this file is empty. Choose another file",
    "evidence_file_too_big": _too_big,
    "evidence_file_unknown": (
        "Copy of the document: this file is of another type. Choose a PDF, JPEG or PNG file"
    ),
    "accreditation_suspended": (
        "This supplier is suspended under this scheme. End the suspension or withdraw first"
    ),
    "accreditation_held": "Another team of the council suspended this supplier. Only that team can change this.",
    "accreditation_nothing_valid": "Nothing of this supplier is accredited now, so there is nothing to suspend.",
    "accreditation_not_held": "Your team has not suspended this supplier.",
    "accreditation_reason_missing": "Enter a reason. The supplier reads the reason.",
    "accreditation_change_refused": _change_refused,
}
