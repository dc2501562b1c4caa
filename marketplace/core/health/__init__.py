"""What must be well under every room: the database, the disk, the queue, and how it was set up."""

from marketplace.core.health.machine import MACHINE
from marketplace.core.health.queue import QUEUE
from marketplace.core.health.set_up import SET_UP, mail_server

__all__ = ["MACHINE", "QUEUE", "SET_UP", "mail_server"]
