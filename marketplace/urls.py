"""Every address. Rooms name their own; other packages stand under declared prefixes."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

urlpatterns = [
    path("", include("marketplace.portal.urls")),
    path("account/", include("allauth.urls")),
    path("cms-admin/", include(wagtailadmin_urls)),
    path("cms-documents/", include(wagtaildocs_urls)),
    path("find/", include("search.urls")),
    path("", include("marketplace.suppliers.urls")),
    path("", include("marketplace.accreditation.urls")),
    path("", include("marketplace.listings.urls")),
    path("", include("marketplace.people.urls")),
    path("", include("marketplace.brokerage.urls")),
    path("", include("marketplace.tasks.urls")),
    path("", include("payments.cards.urls")),
    path("", include("payments.reconciliation.urls")),
    path("", include(wagtail_urls)),
]
