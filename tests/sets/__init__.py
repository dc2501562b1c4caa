"""Labelled bank lines by independent hands, who have seen neither the matcher nor its tests.

Each package writes a folder in the format of trials: `python -m tests.sets.amber.write DIR --people 300
--months 12 --seed 7`, and `check` looks whether its sums, balances and ids hold. They import nothing of the
product and share no code.
"""
