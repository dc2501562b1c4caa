"""The sentence for each refusal."""

from collections.abc import Mapping
from typing import Any

from marketplace.accreditation.rules import AccreditationState
from marketplace.core.rooms import Sentence
from marketplace.core.words import spoken_date


def _sent_in(facts: Mapping[str, Any]) -> str:
    sent = f" on {spoken_date(facts['sent_on'])}" if facts["sent_on"] else ""
    return f"This application was sent in{sent} and cannot be changed."


def _change_refused(facts: Mapping[str, Any]) -> str:
    return {
        AccreditationState.SUSPENDED: "Only an accreditation that is in force can be suspended.",
        AccreditationState.VALID: "This accreditation is not suspended.",
        AccreditationState.WITHDRAWN: "This accreditation was withdrawn already.",
    }[AccreditationState(facts["to"])]


def _too_big(facts: Mapping[str, Any]) -> str:
    megabytes = facts["most_bytes"] // 1_000_000
    return f"This file is bigger than {megabytes} MB. Choose a smaller one"


SENTENCES: dict[str, Sentence] = {
    "application_scheme_unsuitable": "This scheme is not for your kind of organisation.",
    "application_open_already": "You have an application under this scheme already.",
    "application_nothing_asked": (
        "This scheme asks nothing of your kind of organisation yet. Ring the council"
    ),
    "application_sent_in": _sent_in,
    "application_not_waiting": "This application is not waiting for a decision.",
    "application_reason_missing": "Say why you refuse, in words that the supplier can act on.",
    "evidence_not_asked": "This application is not asked for that.",
    "evidence_absent": "Nothing is shown for this yet.",
    "evidence_missing": "{question}: add your evidence",
    "evidence_out_of_date": "{question}: this has run out, give one in date",
    "evidence_not_accepted": "{question}: accept this before you accredit",
    "evidence_ran_out_since": "{question}: this evidence ran out after it was sent in",
    "evidence_of_another_application": "That evidence belongs to another application.",
    "evidence_reason_missing": "Say why you refuse this",
    "evidence_issued_later": "The date it was issued cannot be after today",
    "evidence_end_missing": "Type the date it runs out",
    "evidence_ends_before_issue": "The date it runs out must be after the date it was issued",
    "evidence_run_out": "This has run out already. Give one that is in date",
    "evidence_too_old": "We accept this for {months} months after it was issued. Give a newer one",
    "evidence_issuer_missing": "Say who issued it",
    "evidence_dbs_incomplete": "Say the level and the outcome of the DBS check",
    "evidence_file_missing": "Add a copy of the document",
    "evidence_file_refused": "Do not send a copy of a DBS certificate. We keep only its outcome",
    "evidence_file_empty": "This file is empty. Choose another one",
    "evidence_file_too_big": _too_big,
    "evidence_file_unknown": (
        "Choose a PDF, or a photo saved as JPEG or PNG. This file is something else"
    ),
    "accreditation_suspended": (
        "This supplier is suspended under this scheme. Lift or withdraw that first"
    ),
    "accreditation_reason_missing": "Give a reason. The supplier reads it.",
    "accreditation_change_refused": _change_refused,
}
