"""A made-up county from a seed: its places, suppliers, people and payments, of any size. Values only."""
