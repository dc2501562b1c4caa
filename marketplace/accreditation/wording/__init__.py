"""Every sentence of accreditation: of its refusals, and of its pages."""
