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
        "This scheme is not for your kind of organisation.",
    ),
    (
        problem("application_open_already"),
        "You have an application under this scheme already.",
    ),
    (
        problem("application_nothing_asked"),
        "This scheme asks nothing of your kind of organisation yet. Ring the council",
    ),
    (
        problem("application_sent_in", sent_on=date(2026, 9, 21)),
        "This application was sent in on 21 September 2026 and cannot be changed.",
    ),
    (
        problem("application_sent_in", sent_on=None),
        "This application was sent in and cannot be changed.",
    ),
    (problem("application_not_waiting"), "This application is not waiting for a decision."),
    (
        problem("application_reason_missing"),
        "Say why you refuse, in words that the supplier can act on.",
    ),
    (problem("evidence_not_asked"), "This application is not asked for that."),
    (problem("evidence_absent"), "Nothing is shown for this yet."),
    (problem("evidence_missing", **INSURED), "You are insured: add your evidence"),
    (
        problem("evidence_out_of_date", **INSURED),
        "You are insured: this has run out, give one in date",
    ),
    (
        problem("evidence_not_accepted", **INSURED),
        "You are insured: accept this before you accredit",
    ),
    (
        problem("evidence_ran_out_since", **INSURED),
        "You are insured: this evidence ran out after it was sent in",
    ),
    (
        problem("evidence_of_another_application"),
        "That evidence belongs to another application.",
    ),
    (problem("evidence_reason_missing"), "Say why you refuse this"),
    (problem("evidence_issued_later"), "The date it was issued cannot be after today"),
    (problem("evidence_end_missing"), "Type the date it runs out"),
    (
        problem("evidence_ends_before_issue"),
        "The date it runs out must be after the date it was issued",
    ),
    (problem("evidence_run_out"), "This has run out already. Give one that is in date"),
    (
        problem("evidence_too_old", months=12),
        "We accept this for 12 months after it was issued. Give a newer one",
    ),
    (problem("evidence_issuer_missing"), "Say who issued it"),
    (problem("evidence_dbs_incomplete"), "Say the level and the outcome of the DBS check"),
    (problem("evidence_file_missing"), "Add a copy of the document"),
    (
        problem("evidence_file_refused"),
        "Do not send a copy of a DBS certificate. We keep only its outcome",
    ),
    (problem("evidence_file_empty"), "This file is empty. Choose another one"),
    (
        problem("evidence_file_too_big", most_bytes=10_000_000),
        "This file is bigger than 10 MB. Choose a smaller one",
    ),
    (
        problem("evidence_file_unknown"),
        "Choose a PDF, or a photo saved as JPEG or PNG. This file is something else",
    ),
    (
        problem("accreditation_suspended"),
        "This supplier is suspended under this scheme. Lift or withdraw that first",
    ),
    (problem("accreditation_reason_missing"), "Give a reason. The supplier reads it."),
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
        "This accreditation was withdrawn already.",
    ),
]


@pytest.mark.parametrize(("refusal", "sentence"), SAID)
def test_sentence_when_refused_says_what_to_do(refusal, sentence):
    assert sentence_of(refusal) == sentence


def test_sentences_when_a_code_is_raised_have_one_and_no_other():
    assert codes_raised("marketplace/accreditation") == set(SENTENCES) == {p.code for p, _ in SAID}


def test_questions_when_a_kind_of_evidence_is_new_have_its_own():
    assert set(QUESTIONS) == set(EvidenceKind)
