"""What the pages keep: what the council has published."""

from cms.models import CouncilSite, HomePage, InformationPage, SectionPage
from marketplace.core.retention import Kept, Never

PUBLIC = Never("it is what the council publishes, and its editors take away")

KEEPS = (
    Kept(CouncilSite, "Which pages are whose", Never("it is about nobody")),
    Kept(HomePage, "Home pages", PUBLIC),
    Kept(SectionPage, "Section pages", PUBLIC),
    Kept(InformationPage, "Information pages", PUBLIC),
)
