from django.apps import AppConfig


class ListingsConfig(AppConfig):
    name = "marketplace.listings"
    label = "listings"

    def ready(self) -> None:
        from marketplace.listings import receivers
        from marketplace.suppliers.signals import supplier_edited
        from marketplace.vocabulary.signals import term_merged

        supplier_edited.connect(receivers.contacts_changed, dispatch_uid="listings")
        term_merged.connect(receivers.term_merged, dispatch_uid="listings")
