"""The addresses of cards, each with who may take it."""

from marketplace.accounts.access import PUBLIC, Whose, guarded, only
from marketplace.accounts.rules import Role
from payments.cards.views import (
    accounts,
    cards,
    events,
    imports,
    opening,
    previews,
    processor,
    sharing,
    uploads,
    webhook,
)

app_name = "cards"
ADMINISTRATOR = only(Role.ADMINISTRATOR, whose=Whose.COUNCIL)
FINANCE = only(Role.FINANCE, whose=Whose.COUNCIL)
SHARED = "money/shared-payments/<uuid:public_id>/"
CARD = "money/cards/<uuid:public_id>/"

urlpatterns = [
    guarded("money/accounts/", accounts.account_list, name="accounts", get=FINANCE),
    guarded("money/accounts/to-open/", opening.to_open, name="to_open", get=FINANCE),
    guarded(
        "money/people/<uuid:public_id>/account/",
        opening.open_account,
        name="open_account",
        get=FINANCE,
        post=FINANCE,
        once=True,
    ),
    guarded(
        "money/accounts/<uuid:public_id>/", accounts.account_lines, name="account", get=FINANCE
    ),
    guarded(
        "money/accounts/<uuid:public_id>/close/",
        accounts.close,
        name="close_account",
        get=FINANCE,
        post=FINANCE,
    ),
    guarded(
        "money/accounts/<uuid:public_id>/cards/new/",
        cards.issue,
        name="issue_card",
        get=FINANCE,
        post=FINANCE,
        once=True,
    ),
    guarded(CARD + "activate/", cards.activate, name="activate_card", post=FINANCE),
    guarded(CARD + "freeze/", cards.freeze, name="freeze_card", post=FINANCE),
    guarded(CARD + "unfreeze/", cards.unfreeze, name="unfreeze_card", post=FINANCE),
    guarded(
        CARD + "replace/",
        cards.replace,
        name="replace_card",
        get=FINANCE,
        post=FINANCE,
        once=True,
    ),
    guarded(
        CARD + "reference/",
        cards.reference,
        name="set_card_reference",
        get=FINANCE,
        post=FINANCE,
    ),
    guarded(CARD + "close/", cards.close, name="close_card", get=FINANCE, post=FINANCE),
    guarded("money/shared-accounts/", sharing.shared_list, name="shared_accounts", get=FINANCE),
    guarded(
        "money/shared-accounts/new/",
        sharing.open_shared,
        name="open_shared",
        get=FINANCE,
        post=FINANCE,
        once=True,
    ),
    guarded(
        "money/shared-accounts/<uuid:public_id>/",
        sharing.shared_account,
        name="shared_account",
        get=FINANCE,
    ),
    guarded(
        "money/shared-accounts/<uuid:public_id>/statement/",
        sharing.statement,
        name="shared_statement",
        get=FINANCE,
        post=FINANCE,
    ),
    guarded(SHARED, sharing.shared_line, name="shared_line", get=FINANCE, post=FINANCE),
    guarded(SHARED + "undo/", sharing.undo, name="undo_division", post=FINANCE),
    guarded(SHARED + "set-aside/", sharing.set_aside, name="set_shared_aside", post=FINANCE),
    guarded(SHARED + "bring-back/", sharing.bring_back, name="bring_shared_back", post=FINANCE),
    guarded("money/imports/", imports.import_list, name="imports", get=FINANCE),
    guarded(
        "money/imports/new/", uploads.upload, name="upload", get=FINANCE, post=FINANCE, once=True
    ),
    guarded(
        "money/imports/columns/<uuid:public_id>/",
        uploads.columns,
        name="columns",
        get=FINANCE,
        post=FINANCE,
    ),
    guarded(
        "money/imports/uploads/<uuid:public_id>/",
        uploads.progress,
        name="upload_progress",
        get=FINANCE,
    ),
    guarded(
        "money/imports/uploads/<uuid:public_id>/again/",
        uploads.again,
        name="read_again",
        post=FINANCE,
    ),
    guarded(
        "money/imports/uploads/<uuid:public_id>/discard/",
        uploads.discard,
        name="discard_upload",
        post=FINANCE,
    ),
    guarded(
        "money/imports/uploads/<uuid:public_id>/settled/",
        uploads.settled,
        name="unplaced_settled",
        post=FINANCE,
    ),
    guarded(
        "money/imports/uploads/<uuid:public_id>/preview/",
        previews.preview,
        name="preview",
        get=FINANCE,
    ),
    guarded(
        "money/imports/uploads/<uuid:public_id>/confirm/",
        previews.confirm,
        name="confirm_upload",
        post=FINANCE,
    ),
    guarded("money/imports/<uuid:public_id>/", imports.report, name="import_report", get=FINANCE),
    guarded(
        "money/imports/<uuid:public_id>/settled/",
        imports.refusals_settled,
        name="refusals_settled",
        post=FINANCE,
    ),
    guarded(
        "money/imports/<uuid:public_id>/take-back/",
        previews.take_back,
        name="take_back",
        get=FINANCE,
        post=FINANCE,
    ),
    guarded("money/card-events/", events.inbox, name="events", get=FINANCE),
    guarded(
        "money/card-events/<int:event_id>/retry/", events.retry, name="event_retry", post=FINANCE
    ),
    guarded(
        "settings/card-processor/",
        processor.processor,
        name="processor",
        get=ADMINISTRATOR,
        post=ADMINISTRATOR,
    ),
    guarded(
        "webhooks/stripe/issuing/",
        webhook.stripe_issuing,
        name="stripe_issuing",
        post=PUBLIC,
        check="stripe signature",
    ),
]
