"""The roof's own addresses, each with who may take it."""

from marketplace.accounts.access import PUBLIC, SIGNED_IN, Whose, guarded, only
from marketplace.accounts.rules import STAFF_ROLES, Role
from marketplace.portal.views import pages, root_files, suspending, watching

STAFF = only(*STAFF_ROLES, whose=Whose.ANYONE)
OFFICERS = only(Role.SAFEGUARDING, whose=Whose.COUNCIL)
SHOWN = "where the settings show it"

app_name = "portal"
urlpatterns = [
    guarded("my/", pages.home, name="home", get=SIGNED_IN),
    guarded("settings/", pages.settings_desk, name="settings", get=SIGNED_IN),
    guarded(
        "concerns/<uuid:public_id>/suppliers/",
        suspending.concern_suppliers,
        name="concern_suppliers",
        get=OFFICERS,
        post=OFFICERS,
        check="suppliers that the concern is linked to",
    ),
    guarded("access/", pages.access_table, name="access", get=STAFF),
    guarded("design/", pages.component_gallery, name="design", get=PUBLIC, check=SHOWN),
    guarded("sent-mail/", pages.sent_mail, name="sent_mail", get=PUBLIC, check=SHOWN),
    guarded("media/<path:path>", pages.media, name="media", get=PUBLIC, check="public files only"),
    # Answered for any host, before every gate: portal/middleware.py.
    guarded("healthz", watching.healthz, name="healthz", get=PUBLIC),
    guarded("readyz", watching.readyz, name="readyz", get=PUBLIC),
    guarded("metrics", watching.metrics, name="metrics", get=PUBLIC, check="the bearer's token"),
    guarded("robots.txt", root_files.robots, name="robots", get=PUBLIC),
    guarded("sitemap.xml", root_files.sitemap, name="sitemap", get=PUBLIC),
    guarded(".well-known/security.txt", root_files.security, name="security", get=PUBLIC),
]
