"""What was sent with a request, as forms want it."""

from django.http import HttpRequest, QueryDict


def form_data(request: HttpRequest) -> QueryDict | None:
    """What was sent, to bind a form with: an empty send is bound too, and answered."""
    return request.POST if request.method == "POST" else None
