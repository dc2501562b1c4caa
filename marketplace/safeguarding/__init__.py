"""Concerns that an adult with care needs is abused or neglected: raised by anyone, seen by few."""
