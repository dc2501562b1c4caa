"""What costs something in a plan: its cost is shown first, and asked about where it is improbable."""

from marketplace.brokerage.forms.asked import AskedForm
from marketplace.brokerage.forms.writing import PlanForm
from marketplace.brokerage.queries import ItemCost
from marketplace.brokerage.rules import EDITABLE


class CostedForm(AskedForm, PlanForm):
    """A form about an item of a plan, whose page says what the plan costs with what was entered."""

    def costed_unit(self) -> str:
        """The unit of which it costs so much. Call it on a valid form."""
        raise NotImplementedError

    def is_to_save(self, cost: ItemCost) -> bool:
        """Whether what was entered is whole, and nothing is left to ask; not where only the cost was asked."""
        if not self.is_valid() or self.data.get("do") == "cost":
            return False
        if self.plan.state not in EDITABLE:
            return True  # The action says why it cannot be changed.
        return self.has_checked(cost.questions(self.costed_unit()))
