"""What every batch of suppliers needs to know about the council."""

from dataclasses import dataclass

from marketplace.accounts.models import Authority, User
from marketplace.accreditation.models import Criterion, Scheme
from marketplace.generator.suppliers import SupplierSpec
from marketplace.suppliers.models import Supplier
from marketplace.vocabulary.models import Term

Pairs = list[tuple[SupplierSpec, Supplier, User]]


@dataclass(frozen=True)
class CouncilFacts:
    """What every batch needs to know about the council."""

    authority: Authority
    accreditor: User
    terms: dict[tuple[str, str], int]
    schemes: dict[str, Scheme]
    criteria: dict[str, list[Criterion]]
    versions: dict[int, int]

    @property
    def domain(self) -> str:
        return f"{self.authority.slug}.example"

    @classmethod
    def of(cls, authority: Authority, accreditor: User) -> "CouncilFacts":
        schemes: dict[str, Scheme] = {}
        criteria: dict[str, list[Criterion]] = {}
        versions: dict[int, int] = {}
        for scheme in Scheme.objects.filter(authority=authority).prefetch_related("kinds"):
            version = scheme.versions.published()[0]
            versions[scheme.pk] = version.pk
            asked = list(version.criteria.all())
            for row in scheme.kinds.all():
                schemes[row.kind] = scheme
                criteria[row.kind] = [one for one in asked if one.kind == row.kind]
        terms = {
            (kind, code): pk
            for pk, kind, code in Term.objects.filter(authority=authority).values_list(
                "pk", "kind", "code"
            )
        }
        return cls(authority, accreditor, terms, schemes, criteria, versions)
