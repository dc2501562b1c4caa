"""What is done to records of people, as the trail says it."""

EVENTS = {
    "person_registered": "Person registered",
}
