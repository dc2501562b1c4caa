"""What is done to applications, evidence and accreditations, as the trail says it."""

OF_SCHEMES = {
    "scheme_added": "Accreditation scheme added",
    "scheme_changed": "Accreditation scheme changed",
    "scheme_retired": "Accreditation scheme retired",
    "scheme_restored": "Retired scheme takes applications again",
    "scheme_version_started": "Draft of requirements begun",
    "scheme_version_discarded": "Draft of requirements discarded",
    "scheme_version_published": "Requirements published",
    "requirement_added": "Requirement added to a draft",
    "requirement_changed": "Requirement of a draft changed",
    "requirement_moved": "Requirement of a draft moved",
    "requirement_removed": "Requirement taken out of a draft",
}
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
    "application_moved_on": "Application moved on to new requirements",
    **OF_SCHEMES,
}
SETTINGS = frozenset(OF_SCHEMES)
SUBJECTS = {
    "accreditation.scheme": "accreditation scheme",
    "accreditation.schemeversion": "version of a scheme",
}
