"""The roof's own addresses, each with who may take it."""

from marketplace.accounts.access import PUBLIC, SIGNED_IN, guarded
from marketplace.portal import views

app_name = "portal"
urlpatterns = [
    guarded("my/", views.home, name="home", get=SIGNED_IN),
    guarded("settings/", views.settings_desk, name="settings", get=SIGNED_IN),
    guarded("access/", views.access_table, name="access", get=PUBLIC),
    guarded("design/", views.component_gallery, name="design", get=PUBLIC),
    guarded("sent-mail/", views.sent_mail, name="sent_mail", get=PUBLIC, check="development only"),
    guarded("media/<path:path>", views.media, name="media", get=PUBLIC, check="public files only"),
    guarded("health/", views.health, name="health", get=PUBLIC),
]
