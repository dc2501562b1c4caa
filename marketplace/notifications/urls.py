"""The addresses of notifications, each with who may take it."""

from marketplace.accounts.access import SIGNED_IN, guarded
from marketplace.notifications import views

app_name = "notifications"
urlpatterns = [
    guarded("my/what-happened/", views.all_news, name="all", get=SIGNED_IN),
    guarded("my/what-happened/read/", views.mark_read, name="mark_read", post=SIGNED_IN),
]
