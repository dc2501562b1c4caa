"""What nobody may read in the database: JSON, compressed and encrypted for one purpose.

Fernet (AES-128-CBC with HMAC-SHA256) of the `cryptography` library. Django's signing is not enough: it
proves who wrote, and hides nothing.
"""

import json
import zlib
from base64 import urlsafe_b64encode
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.encoding import force_bytes


def seal(content: Any, purpose: str) -> bytes:
    """Only `unseal` with the same purpose, at this server, gives the content back."""
    return _locks(purpose).encrypt(zlib.compress(json.dumps(content).encode()))


def unseal(sealed: bytes | memoryview, purpose: str) -> Any:
    """The content; None for another purpose, another server's key, or changed bytes."""
    try:
        return json.loads(zlib.decompress(_locks(purpose).decrypt(bytes(sealed))))
    except InvalidToken:
        return None


def keyed_hashes(secret: str, purpose: str) -> list[str]:
    """What may lie in the database of a secret that is known by its hash: 64 hexadecimal digits.

    The first is by the server's own key, for keeping; the others, by its former keys, for finding.
    """
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    made = (salted_hmac(purpose, secret, secret=key, algorithm="sha256") for key in keys)
    return [one.hexdigest() for one in made]


def _locks(purpose: str) -> MultiFernet:
    """A key for each purpose, from the server's own; old ones still open what they closed."""
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_key(key, purpose)) for key in keys])


def _key(secret: str | bytes, purpose: str) -> bytes:
    derived = HKDF(SHA256(), 32, salt=b"handrail.sealing", info=purpose.encode())
    return urlsafe_b64encode(derived.derive(force_bytes(secret)))
