from django.apps import AppConfig


class CmsConfig(AppConfig):
    name = "cms"
    label = "cms"

    def ready(self) -> None:
        from wagtail.signals import page_published, page_unpublished

        from cms import jobs, receivers  # noqa: F401  - jobs registers its schedule

        page_published.connect(receivers.on_published, dispatch_uid="cms_audit")
        page_unpublished.connect(receivers.on_unpublished, dispatch_uid="cms_audit")
