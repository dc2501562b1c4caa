"""What this room announces, inside the transaction."""

from django.dispatch import Signal

#: Sealed tasks have nobody any more who does them: their owner left or is away, or they had none. The room that
#: sealed them gives them to somebody else. Arguments: by (Viewer), subject_type, subject_ids (list of
#: int), leaver_id (int, None where there was no owner).
sealed_tasks_left = Signal()
