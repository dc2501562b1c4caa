"""Sample plans, budgets and agreements."""

from marketplace.brokerage.samples.declared import SAMPLES
from marketplace.brokerage.samples.rows import direct_payment

__all__ = ["SAMPLES", "direct_payment"]
