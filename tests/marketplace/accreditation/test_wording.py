from datetime import date

import pytest

from marketplace.accreditation.forms.evidence import QUESTIONS
from marketplace.accreditation.rules import EvidenceKind
from marketplace.accreditation.wording.refusals import SENTENCES
from marketplace.core.errors import problem
from marketplace.core.wording import sentence_of
from tests.refusals import codes_raised

INSURED = {"question": "You are insured"}
SAID = [
    (
        problem("application_scheme_unsuitable"),
        "This scheme is not for your type of supplier. Choose another scheme.",
    ),
    (
        problem("application_open_already"),
        "You have an application for this scheme already. Open that application.",
    ),
    (
        problem("application_nothing_asked"),
        "This scheme has no requirements for your type of supplier yet. Phone the council",
    ),
    (
        problem("application_sent_in", sent_on=date(2026, 9, 21)),
        "You sent this application on 21 September 2026. It cannot be changed.",
    ),
    (
        problem("application_sent_in", sent_on=None),
        "You sent this application. It cannot be changed.",
    ),
    (
        problem("application_begun"),
        "The council has begun to read this application, so you cannot call it back. Phone the council to change it.",
    ),
    (
        problem("application_not_called_back", now="draft"),
        "You have not sent this application. You can change it.",
    ),
    (
        problem("application_not_called_back", now="accepted"),
        "The council has decided this application. You cannot call it back.",
    ),
    (problem("application_not_waiting"), "This application is not waiting for a decision."),
    (
        problem("application_reason_missing"),
        "Reason for your decision: enter what the supplier must change.",
    ),
    (problem("evidence_not_asked"), "This application does not need that evidence."),
    (problem("evidence_absent"), "There is no evidence for this requirement yet."),
    (problem("evidence_missing", **INSURED), "You are insured: add your evidence"),
    (
        problem("evidence_out_of_date", **INSURED),
        "You are insured: this evidence has ended. Add new evidence",
    ),
    (
        problem("evidence_not_accepted", **INSURED),
        "You are insured: accept the evidence before you accredit",
    ),
    (
        problem("evidence_ran_out_since", **INSURED),
        "You are insured: this evidence ended after the application was sent",
    ),
    (
        problem("evidence_of_another_application"),
        "This evidence belongs to another application.",
    ),
    (problem("evidence_reason_missing"), "Enter your reason to refuse this evidence"),
    (problem("evidence_issued_later"), "Enter today or an earlier date"),
    (problem("evidence_end_missing"), "Enter a date, like 13 9 2027"),
    (
        problem("evidence_ends_before_issue"),
        "Enter a date after the first date",
    ),
    (problem("evidence_run_out"), "This date is past. Add evidence that is still valid"),
    (
        problem("evidence_too_old", months=12),
        "We accept this evidence for 12 months. Add newer evidence",
    ),
    (problem("evidence_issuer_missing"), "Enter who issued the evidence"),
    (problem("evidence_dbs_incomplete"), "Choose the level and the outcome of the DBS check"),
    (problem("evidence_file_missing"), "Choose a copy of the document"),
    (
        problem("evidence_file_refused"),
        "Do not send a copy of a DBS certificate. We keep the outcome only",
    ),
    (
        problem("evidence_file_empty"),
        "Copy of the document: this file is empty. Choose another file",
    ),
    (
        problem("evidence_file_too_big", most_bytes=10_000_000),
        "Copy of the document: this file is larger than 10 MB. Choose a smaller file",
    ),
    (
        problem("evidence_file_unknown"),
        "Copy of the document: this file is of another type. Choose a PDF, JPEG or PNG file",
    ),
    (
        problem("accreditation_suspended"),
        "This supplier is suspended under this scheme. End the suspension or withdraw first",
    ),
    (
        problem("accreditation_held"),
        "Another team of the council suspended this supplier. Only that team can change this.",
    ),
    (
        problem("accreditation_nothing_valid"),
        "Nothing of this supplier is accredited now, so there is nothing to suspend.",
    ),
    (problem("accreditation_not_held"), "Your team has not suspended this supplier."),
    (problem("accreditation_reason_missing"), "Enter a reason. The supplier reads the reason."),
    (
        problem("accreditation_change_refused", now="withdrawn", to="suspended"),
        "Only an accreditation that is in force can be suspended.",
    ),
    (
        problem("accreditation_change_refused", now="valid", to="valid"),
        "This accreditation is not suspended.",
    ),
    (
        problem("accreditation_change_refused", now="withdrawn", to="withdrawn"),
        "This accreditation is withdrawn already.",
    ),
]


@pytest.mark.parametrize(("refusal", "sentence"), SAID)
def test_sentence_when_refused_says_what_to_do(refusal, sentence):
    assert sentence_of(refusal) == sentence


def test_sentences_when_a_code_is_raised_have_one_and_no_other():
    assert codes_raised("marketplace/accreditation") == set(SENTENCES) == {p.code for p, _ in SAID}


def test_questions_when_a_kind_of_evidence_is_new_have_its_own():
    assert set(QUESTIONS) == set(EvidenceKind)
