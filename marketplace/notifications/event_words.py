"""What is done to notifications, as the trail says it."""

EVENTS = {
    "notifications_read": "News read",
}
