"""Editorial pages, and which council they belong to. No facts of people, plans or suppliers."""

from cms.models.council import CouncilSite
from cms.models.pages import CouncilPage, HomePage, InformationPage, SectionPage

__all__ = ["CouncilPage", "CouncilSite", "HomePage", "InformationPage", "SectionPage"]
