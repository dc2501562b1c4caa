"""What every page's frame needs: whose site this is and who is looking."""

from typing import Any

from django.http import HttpRequest

from marketplace.accounts.requests import viewer_of
from marketplace.accounts.session_ends import session_ends


def house(request: HttpRequest) -> dict[str, Any]:
    if not hasattr(request, "authority"):
        return {}
    roles = sorted(viewer_of(request).roles) if hasattr(request, "viewer") else []
    return {
        "authority": request.authority,
        "my_roles": roles,
        "session_ends": session_ends(request),
        "role_label": ", ".join(role.label for role in roles),
    }
