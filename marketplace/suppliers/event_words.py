"""What is done to suppliers, as the trail says it."""

EVENTS = {
    "supplier_registered": "Supplier registered",
    "supplier_edited": "Supplier’s details changed",
    "supplier_renamed": "Supplier renamed",
}
