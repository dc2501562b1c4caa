from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"

    def ready(self) -> None:
        from django.conf import settings
        from django.db.models.signals import post_save
        from wagtail.images import get_image_model
        from wagtail.signals import page_published, page_unpublished

        from cms import jobs, receivers  # noqa: F401  - jobs registers its schedule
        from cms.pictures import guard
        from marketplace.accounts.signals import role_changed
        from marketplace.council.signals import hosts_changed

        guard(settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)
        post_save.connect(receivers.on_image_saved, get_image_model(), dispatch_uid="cms_picture")

        hosts_changed.connect(receivers.on_hosts_changed, dispatch_uid="cms_hosts")
        role_changed.connect(receivers.on_role_changed, dispatch_uid="cms_editors")
        page_published.connect(receivers.on_published, dispatch_uid="cms_audit")
        page_unpublished.connect(receivers.on_unpublished, dispatch_uid="cms_audit")
