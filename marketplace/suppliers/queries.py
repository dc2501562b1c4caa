"""Who is to be told of what becomes of a supplier."""

from marketplace.accounts.models import User


def staff_of(supplier_id: int) -> list[User]:
    """The users who act for a supplier. One query."""
    return list(User.objects.filter(supplier_staff__supplier=supplier_id).order_by("pk"))
