"""The shape of an application, of evidence and of verdicts."""
