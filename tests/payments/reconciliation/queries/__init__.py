"""What is read of money, and the figures made of it."""
