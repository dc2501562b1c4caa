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
    (
        problem("application_up_to_date"),
        "Your application has the newest requirements already.",
    ),
    (
        problem("application_asked_otherwise"),
        "The requirements changed again. Read what changed before you choose.",
    ),
    (problem("scheme_name_missing"), "Enter a name for the scheme"),
    (problem("scheme_named_already"), "Another scheme has this name. Enter another name"),
    (problem("scheme_summary_missing"), "Enter a description of the scheme"),
    (problem("scheme_kinds_missing"), "Choose at least 1 type of supplier"),
    (
        problem("scheme_months", most=60),
        "Months that an accreditation is valid: enter a number from 1 to 60",
    ),
    (
        problem("schemes_too_many", most=50),
        "A council has at most 50 schemes. Change one that you have",
    ),
    (
        problem("scheme_retired"),
        "This scheme is retired. Offer it again before you change it.",
    ),
    (problem("scheme_not_retired"), "This scheme takes applications already."),
    (
        problem("requirement_question_missing"),
        "Enter the requirement, like Are you insured?",
    ),
    (
        problem("requirement_asked_already"),
        "The draft asks this already. Change that requirement, or enter another",
    ),
    (problem("requirement_kinds_missing"), "Choose at least 1 type of supplier"),
    (
        problem("requirement_months", most=120),
        "Months that you accept the evidence: enter a number from 0 to 120",
    ),
    (
        problem("requirement_references", most=5),
        "How many references: enter a number from 1 to 5",
    ),
    (
        problem("requirement_from_care", most=2),
        "How many from care work: enter a number from 0 to 2",
    ),
    (
        problem("requirement_not_there"),
        "The draft no longer asks this of them. Read the draft again.",
    ),
    (
        problem("requirement_place_outside", most=3),
        "Place in the list: enter a number from 1 to 3",
    ),
    (
        problem("requirements_too_many", most=40),
        "A type of supplier has at most 40 requirements. Take one out first",
    ),
    (
        problem("version_drafted_already"),
        "This scheme has a draft already. Change that draft, or discard it.",
    ),
    (problem("version_not_drafted"), "This scheme has no draft. Begin a draft first."),
    (
        problem("version_requires_nothing", kind="transport"),
        "Transport: add at least 1 requirement that is required, or take transport out of the scheme",
    ),
    (
        problem("version_unchanged"),
        "The draft asks the same as the version before. Change it before you publish",
    ),
    (problem("version_from_past"), "First day: enter today or a later date"),
    (
        problem("version_from_too_far", last=date(2027, 9, 22)),
        "First day: enter a date to 22 September 2027",
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
