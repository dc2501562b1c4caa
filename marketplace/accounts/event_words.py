"""What is done to accounts and roles, as the trail says it."""

EVENTS = {
    "account_created": "Account created",
    "signed_in": "Signed in",
    "signed_out": "Signed out",
    "sign_in_failed": "Wrong password entered",
    "second_step_failed": "Wrong second-step code entered",
    "sign_in_held": "Signing in held after too many attempts",
    "password_changed": "Password changed",
    "password_reset": "Password reset",
    "email_confirmed": "Email address confirmed",
    "email_added": "Email address added",
    "email_removed": "Email address removed",
    "email_changed": "Main email address changed",
    "second_step_on": "Second step of signing in turned on",
    "second_step_off": "Second step of signing in turned off",
    "second_step_used": "Signed in with the second step",
    "recovery_codes_made": "Recovery codes made",
    "recovery_codes_removed": "Recovery codes removed",
    "recovery_code_used": "Signed in with a recovery code",
    "answers_kept": "Answers of a refused form kept",
    "kept_answers_sent": "Kept answers sent again",
    "kept_answers_discarded": "Kept answers discarded",
    "role_given": "Role given",
    "role_ended": "Role ended",
}
SETTINGS = frozenset({"role_given", "role_ended"})
SUBJECTS = {
    "accounts.authority": "council",
    "accounts.authorityhost": "host name",
    "accounts.user": "account",
    "accounts.membership": "role",
}
