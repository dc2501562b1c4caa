"""What may be done here, the work that this room raises, and why a person's page is opened."""

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum

MAY_IMPORT_MONEY = Permission("import_money", "import money", roles(Role.FINANCE))

#: Not only whoever confirmed it: a colleague may see first that it was wrong.
MAY_TAKE_BACK = Permission("take_back_statement", "take back a statement", roles(Role.FINANCE))


class ImportTask(LabelledEnum):
    """Work that this room raises."""

    PROBLEM = "import_problem", "Statement rows that could not be read"
    ACCOUNT = "account_to_open", "Account to open for a payment agreement"
    WHOSE = "shared_payments", "Payments of a shared account: say whose they are"


class CardNotice(LabelledEnum):
    """What a person is told of their card."""

    FROZEN = "card_frozen", "Card frozen"
    UNFROZEN = "card_unfrozen", "Card unfrozen"
    REPLACED = "card_replaced", "Card replaced"
    CLOSED = "card_closed", "Card closed"


class AccountReading(LabelledEnum):
    """Lists that show several people together; the label follows "in" on the person's own record."""

    ACCOUNTS = "accounts", "a list of cards and accounts"
    STATEMENTS = "statements", "a list of bank and card statements"
    TO_OPEN = "accounts_to_open", "a list of people who need an account"
    SHARED = "shared_accounts", "a bank account that several people share"
    UPLOAD = "accounts_to_upload_for", "a list of accounts to upload statements for"


class MoneyPurpose(LabelledEnum):
    """Why a person's page was opened; written to the read log that they can see."""

    MONEY = "checking money", "checking money"
