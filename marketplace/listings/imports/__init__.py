"""Reading what other directories say of suppliers and what they offer. Pure: files in, values out."""
