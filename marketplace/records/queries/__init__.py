"""What is due, what is held back, and what a copy holds."""
