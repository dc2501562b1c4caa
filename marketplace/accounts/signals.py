"""What this room announces, inside the transaction: the rooms above make tasks and news of it."""

from django.dispatch import Signal

#: Somebody has something to do. Arguments: by (Viewer), kind, role, subject (a row with its
#: authority), title, address, due_date (date).
work_asked = Signal()
#: It is done, or of no more use. Arguments: by (Viewer), kind, subject_type, subject_ids.
work_over = Signal()
#: Somebody is to be told. Arguments: by (Viewer), kind, subject (a row with its authority), users.
to_tell = Signal()
#: The link of an invitation is to be mailed. Argument: invitation_id (int).
invitation_opened = Signal()
#: A user has a role, or has it no more or only until a day. Arguments: by (Viewer), membership.
role_changed = Signal()
