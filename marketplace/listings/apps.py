from django.apps import AppConfig


class ListingsConfig(AppConfig):
    name = "marketplace.listings"
    label = "listings"

    def ready(self) -> None:
        from marketplace.listings.receivers import contacts_changed
        from marketplace.suppliers.signals import supplier_edited

        supplier_edited.connect(contacts_changed, dispatch_uid="listings")
