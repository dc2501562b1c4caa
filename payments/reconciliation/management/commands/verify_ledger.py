"""Prove that the money is whole: guards, groups, reversals, seals, availability, matches."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from payments.ledger.queries import examined_seals
from payments.reconciliation.queries.integrity import integrity_problems, ledger_counts


class Command(BaseCommand):
    help = "Check the whole ledger. Prints what is wrong and ends with status 1 when anything is."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(integrity_problems())
        for problem in found:
            self.stderr.write(problem)
        for known in examined_seals():
            self.stdout.write(known)
        transfers, seals = ledger_counts()
        if found:
            self.stderr.write(f"The ledger is not whole: {len(found)} problems.")
            sys.exit(1)
        self.stdout.write(f"The ledger is whole: {transfers} transfers, {seals} seals.")
