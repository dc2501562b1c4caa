"""Where the card processor delivers. Whoever cannot sign is answered with 400 and nothing kept."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from marketplace.accounts.requests import authority_of
from marketplace.accounts.viewer import Viewer
from marketplace.core.clock import now
from marketplace.core.wording import one_text
from payments.cards.actions import WEBHOOK, receive_webhook
from payments.gateway.errors import DeliveryRefused, DeliveryTooLarge
from payments.gateway.stripe_events import MAX_BODY_BYTES


@csrf_exempt
def stripe_issuing(request: HttpRequest) -> HttpResponse:
    """200 for a genuine delivery, new or repeated; 400 or 413 for any other."""
    try:
        receive_webhook(
            by=Viewer.machine(WEBHOOK, now(), authority_of(request)),
            authority=authority_of(request),
            # One byte more than the cap shows that there is more, without reading it.
            raw_body=request.read(MAX_BODY_BYTES + 1),
            signature=request.headers.get("Stripe-Signature", ""),
        )
    except DeliveryRefused as refusal:
        status = 413 if isinstance(refusal, DeliveryTooLarge) else 400
        return HttpResponse(one_text(refusal), status=status, content_type="text/plain")
    return HttpResponse("Received.", content_type="text/plain")
