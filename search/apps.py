from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "search"
    label = "search"

    def ready(self) -> None:
        from marketplace.accreditation.signals import accreditation_changed
        from marketplace.listings.signals import listings_changed
        from marketplace.suppliers.signals import supplier_changed
        from marketplace.vocabulary.signals import terms_changed
        from search import indexing, jobs  # noqa: F401  - jobs registers its schedule

        listings_changed.connect(indexing.on_listings_changed, dispatch_uid="search")
        accreditation_changed.connect(indexing.on_suppliers_changed, dispatch_uid="search")
        supplier_changed.connect(indexing.on_suppliers_changed, dispatch_uid="search")
        terms_changed.connect(indexing.on_terms_changed, dispatch_uid="search")
        post_migrate.connect(_forget, sender=self, dispatch_uid="search")


def _forget(**_: object) -> None:
    """The tables may have been emptied or replaced: what is in memory no longer counts."""
    from search.queries import backend

    backend.cache_clear()
