"""The words of notifications that no kind has of its own."""

#: The subject of every e-mail to a person, so that a locked screen shows no more.
TO_A_PERSON = "You have a new message on Handrail"
