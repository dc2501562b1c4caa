"""Every address. Rooms declare their own; other packages stand under declared prefixes."""

from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls

from marketplace.accounts.views.waiting import too_many_requests
from marketplace.core.failing import server_error

handler429 = too_many_requests
handler500 = server_error
urlpatterns = [
    path("account/", include("allauth.urls")),
    path("cms-admin/", include(wagtailadmin_urls)),
    path("cms-documents/", include(wagtaildocs_urls)),
    path("", include("marketplace.portal.room_urls")),
    path("", include(wagtail_urls)),
]
