"""What is done to applications, evidence and accreditations, as the trail says it."""

EVENTS = {
    "application_started": "Application for accreditation started",
    "application_submitted": "Application sent",
    "application_called_back": "Application called back",
    "application_discarded": "Application discarded",
    "application_accepted": "Application accepted",
    "application_refused": "Application refused",
    "evidence_saved": "Evidence saved",
    "evidence_opened": "Evidence opened",
    "evidence_removed": "Evidence removed",
    "evidence_judged": "Evidence decided on",
    "evidence_reason_changed": "Reason about evidence changed",
    "accreditation_granted": "Accreditation granted",
    "accreditation_suspended": "Accreditation suspended",
    "suspension_lifted": "Suspension ended",
    "accreditation_withdrawn": "Accreditation withdrawn",
    "accreditations_ended": "Accreditations came to their end",
    "expiry_tasks_raised": "Tasks raised for accreditations that end soon",
    "suspension_told": "Supplier told of a suspension",
    "schemes_started": "First schemes made",
}
