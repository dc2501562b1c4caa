"""The pages of brokerage: a broker's people and plans, a manager's decisions, one's own plan."""
