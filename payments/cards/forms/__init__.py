"""The shape of finance's input."""

from payments.cards.forms.accounts import (
    CardForm,
    CloseCardForm,
    FindForm,
    OpenAccountForm,
    ProcessorForm,
    ReferenceForm,
    ReplaceCardForm,
)
from payments.cards.forms.sharing import (
    SetAsideForm,
    SharedAccountForm,
    SharedStatementForm,
    WhoseForm,
)
from payments.cards.forms.statements import (
    ColumnsForm,
    ConfirmForm,
    LayoutForm,
    TakeBackForm,
    UploadForm,
)

__all__ = [
    "CardForm",
    "CloseCardForm",
    "ColumnsForm",
    "ConfirmForm",
    "FindForm",
    "LayoutForm",
    "OpenAccountForm",
    "ProcessorForm",
    "ReferenceForm",
    "ReplaceCardForm",
    "SetAsideForm",
    "SharedAccountForm",
    "SharedStatementForm",
    "TakeBackForm",
    "UploadForm",
    "WhoseForm",
]
