"""Trying the matcher on a council's own past: plans and statements from a folder, in an open format.

Everything is in memory; no table is read or written.
"""
