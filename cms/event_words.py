"""What is done to the pages of a council, as the trail says it."""

EVENTS = {
    "cms.site_set_up": "Council’s pages set up",
    "cms.hosts_followed": "Pages served at the new host names",
    "cms.editor_added": "Editor added",
    "cms.editor_removed": "Editor removed",
    "cms.page_published": "Page published",
    "cms.page_unpublished": "Page taken down",
    "cms.picture_sent": "Picture sent",
    "cms.picture_kept": "Picture kept",
    "cms.picture_refused": "Picture refused",
    "cms.picture_shown": "Picture shown",
    "cms.pages_started": "First pages made",
}
SETTINGS = frozenset(
    {"cms.site_set_up", "cms.hosts_followed", "cms.editor_added", "cms.editor_removed"}
)
