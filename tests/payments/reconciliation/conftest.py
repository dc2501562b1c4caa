"""Fixtures of reconciliation."""

from tests.payments.reconciliation.rules.planting import plant as plant
