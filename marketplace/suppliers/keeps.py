"""What this room keeps of a supplier, and until when."""

from marketplace.core.retention import Kept, Part, Whole
from marketplace.suppliers.models import Supplier, SupplierStaff

KEEPS = (
    Kept(
        Supplier,
        "Suppliers",
        Whole("keep_supplier", last=("registered_at",)),
        blanks={
            "name": "",
            "email": "",
            "phone": "",
            "website": "",
            "address": "",
            "postcode": "",
            "town": "",
            "latitude": None,
            "longitude": None,
            "source_reference": "",
            "cqc_provider_name": "",
        },
        council="authority",
    ),
    Kept(SupplierStaff, "Who acts for a supplier", Part("supplier")),
)
