"""What the pages keep: what the council has published."""

from cms.models import CouncilSite, HomePage, InformationPage, PicturePreparation, SectionPage
from marketplace.core.retention import FileStore, Kept, Never, Part

PUBLIC = Never("it is what the council publishes, and its editors take away")

KEEPS = (
    Kept(CouncilSite, "Which pages are whose", Never("it is about nobody")),
    Kept(HomePage, "Home pages", PUBLIC),
    Kept(SectionPage, "Section pages", PUBLIC),
    Kept(InformationPage, "Information pages", PUBLIC),
    Kept(
        PicturePreparation,
        "Pictures of pages as they were sent",
        Part("image"),
        files=("original",),
    ),
)
STORES = (
    FileStore("pictures", "pictures as editors sent them", "the worker, when it has prepared them"),
)
