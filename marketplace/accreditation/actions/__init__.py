"""Every change of an application, its evidence, and an accreditation."""
