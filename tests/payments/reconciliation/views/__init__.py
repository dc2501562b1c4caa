"""The pages of reconciliation: who may open them, what they say, what a press does."""
