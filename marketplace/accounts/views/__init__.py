"""What the gates and the account package show: waiting, and what was typed before it."""
