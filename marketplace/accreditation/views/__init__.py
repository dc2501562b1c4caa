"""The pages of accreditation: a supplier's, an accreditor's, and the file of evidence."""
