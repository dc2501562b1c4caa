"""The views of the Wagtail admin that are open, and what each has in its address.

A view that is not named here is closed, so a new version of Wagtail opens nothing by itself.
"""

PAGES = "wagtailadmin_pages:"
#: Views without an object in their address; what they list, Wagtail narrows by the user's rights.
OPEN = {
    "wagtailadmin_home",
    "wagtailadmin_explore_root",
    "wagtailadmin_logout",
    "wagtailadmin_sprite",
    "wagtailadmin_javascript_catalog",
    "wagtailadmin_block_preview",
    "wagtailadmin_choose_page_search",
    "wagtailadmin_choose_page_external_link",
    "wagtailadmin_choose_page_email_link",
    "wagtailadmin_choose_page_phone_link",
    "wagtailadmin_choose_page_anchor_link",
    "wagtailadmin_editing_sessions:release",
    "wagtailadmin_api:pages:listing",
    f"{PAGES}search",
    f"{PAGES}search_results",
    "listing_chooser:choose",
    "listing_chooser:choose_results",
    "listing_chooser:chosen",
    "term_chooser:choose",
    "term_chooser:choose_results",
    "term_chooser:chosen",
    *(
        f"{files}{view}"
        for files in ("wagtailimages", "wagtaildocs")
        for view in (
            ":index",
            ":index_results",
            ":add",
            ":add_multiple",
            "_chooser:choose",
            "_chooser:choose_results",
            "_chooser:create",
        )
    ),
}
#: Views about a page, with the names that the page has in their address.
PAGE_VIEWS: dict[str, tuple[str, ...]] = {
    "wagtailadmin_explore": ("parent_page_id",),
    "wagtailadmin_explore_results": ("parent_page_id",),
    "wagtailadmin_choose_page_child": ("parent_page_id",),
    "wagtailadmin_api:pages:detail": ("pk",),
    "wagtailadmin_editing_sessions:ping": ("object_id",),
    f"{PAGES}add": ("parent_page_id",),
    f"{PAGES}preview_on_add": ("parent_page_id",),
    f"{PAGES}add_subpage": ("parent_page_id",),
    f"{PAGES}move": ("page_to_move_id",),
    f"{PAGES}move_confirm": ("page_to_move_id", "destination_id"),
    f"{PAGES}set_page_position": ("page_to_move_id",),
    **{
        f"{PAGES}{view}": ("page_id",)
        for view in (
            "usage",
            "edit",
            "preview_on_edit",
            "view_draft",
            "delete",
            "unpublish",
            "convert_alias",
            "copy",
            "revisions_index",
            "revisions_view",
            "revisions_revert",
            "history",
            "history_results",
        )
    },
}
#: Views about an image or a document, with its name in their address.
FILE_VIEWS = {
    "wagtailimages:edit": "image_id",
    "wagtailimages:delete": "image_id",
    "wagtailimages:image_usage": "image_id",
    "wagtailimages:edit_multiple": "image_id",
    "wagtailimages:delete_multiple": "image_id",
    "wagtailimages_chooser:chosen": "pk",
    "wagtailimages_chooser:select_format": "image_id",
    "wagtaildocs:edit": "document_id",
    "wagtaildocs:delete": "document_id",
    "wagtaildocs:document_usage": "document_id",
    "wagtaildocs:edit_multiple": "doc_id",
    "wagtaildocs:delete_multiple": "doc_id",
    "wagtaildocs_chooser:chosen": "pk",
}
#: Views that take many things by `id`.
MANY_VIEWS = {
    "wagtailadmin_choose_page_chosen_multiple",
    "wagtailimages_chooser:chosen_multiple",
    "wagtaildocs_chooser:chosen_multiple",
}
#: Views that lead to our own sign-in, and to our own home page from the top of the tree.
ELSEWHERE = {
    "wagtailadmin_login": "wagtailadmin_home",
    "wagtailadmin_account": "mfa_index",
    "wagtailadmin_choose_page": "wagtailadmin_choose_page_child",
}
TREES = {"wagtailadmin_explore", "wagtailadmin_choose_page_child"}
EXTERNAL_LINK = "wagtailadmin_choose_page_external_link"
EXTERNAL_LINK_FIELD = "external-link-chooser-url"
COMPARE = f"{PAGES}revisions_compare"
BULK_ACTION = "wagtail_bulk_action"
#: What may be done to several things at once, by the kind of thing.
BULK = {
    ("wagtailcore", "page"): {"delete", "move", "publish", "unpublish"},
    ("wagtailimages", "image"): {"delete"},
    ("wagtaildocs", "document"): {"delete"},
}
