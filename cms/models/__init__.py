"""Editorial pages, and which council they belong to. No facts of people, plans or suppliers."""

from cms.models.council import CouncilSite
from cms.models.pages import CouncilPage, HomePage, InformationPage, SectionPage
from cms.models.pictures import FOLDER, NOTE, PicturePreparation

__all__ = [
    "FOLDER",
    "NOTE",
    "CouncilPage",
    "CouncilSite",
    "HomePage",
    "InformationPage",
    "PicturePreparation",
    "SectionPage",
]
