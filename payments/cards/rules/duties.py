"""What may be done here, the work that this room raises, and why a person's page is opened."""

from marketplace.accounts.rules import Permission, Role, roles
from marketplace.core.labels import LabelledEnum

MAY_IMPORT_MONEY = Permission("import_money", "import money", roles(Role.FINANCE))


class ImportTask(LabelledEnum):
    """Work that this room raises."""

    PROBLEM = "import_problem", "Statement rows that could not be read"


class MoneyPurpose(LabelledEnum):
    """Why a person's page was opened; written to the read log that they can see."""

    MONEY = "checking money", "checking money"
