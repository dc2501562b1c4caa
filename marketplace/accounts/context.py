"""What every page's frame needs: whose site this is and who is looking."""

from typing import Any

from django.http import HttpRequest

from marketplace.accounts.middleware import roles_here
from marketplace.accounts.rules import ROLE_LABELS


def house(request: HttpRequest) -> dict[str, Any]:
    if not hasattr(request, "authority"):
        return {}
    roles = sorted(roles_here(request)) if hasattr(request, "user") else []
    return {
        "authority": request.authority,
        "my_roles": roles,
        "role_label": ", ".join(ROLE_LABELS[role] for role in roles),
    }
