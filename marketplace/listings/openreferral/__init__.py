"""Open Referral UK 3.0: the profile of a service, one reader of it, and what it becomes here."""
