"""Prove that the money is whole: the ledger in itself, and against what it was posted from."""

import sys
from typing import Any

from django.core.management.base import BaseCommand

from payments.ledger.queries import examined_seals
from payments.reconciliation.queries.integrity import integrity_problems, ledger_counts


class Command(BaseCommand):
    help = "Check the whole ledger. Prints what is wrong and ends with status 1 when anything is."

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        for problem in integrity_problems():
            self.stderr.write(problem)
            found += 1
        for known in examined_seals():
            self.stdout.write(known)
        transfers, seals = ledger_counts()
        if found:
            self.stderr.write(f"The ledger is not whole: {found} problems.")
            sys.exit(1)
        self.stdout.write(f"The ledger is whole: {transfers} transfers, {seals} seals.")
