"""The addresses of one's own session and of what it left unsaved."""

from marketplace.accounts.access import SIGNED_IN, guarded
from marketplace.accounts.views import kept

app_name = "accounts"
urlpatterns = [
    guarded("kept/", kept.kept, name="kept", get=SIGNED_IN),
    guarded("kept/<uuid:public_id>/discard/", kept.discard, name="discard", post=SIGNED_IN),
    guarded("stay-signed-in/", kept.stay, name="stay", get=SIGNED_IN),
]
