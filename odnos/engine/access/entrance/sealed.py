"""Secrets that have to be read again are encrypted with a key made from the installation's own; a copy of the database gives none away."""

from __future__ import annotations

import base64

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unreadable(RuntimeError):
    """It was sealed with another key: the installation's key was lost or replaced."""


def seal(text: str, purpose: str) -> str:
    """Return `text` encrypted for one purpose; what is sealed for one cannot be opened for another."""
    return _keys(purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, purpose: str) -> str:
    """Return what was sealed. Raises Unreadable."""
    try:
        return _keys(purpose).decrypt(sealed.encode()).decode()
    except InvalidToken as fault:
        raise Unreadable(purpose) from fault


def _keys(purpose: str) -> MultiFernet:
    every = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(_derived(key, purpose)) for key in every])


def _derived(key: str, purpose: str) -> bytes:
    made = HKDF(algorithm=hashes.SHA256(), length=32, salt=None, info=f"odnos sealed {purpose}".encode())
    return base64.urlsafe_b64encode(made.derive(key.encode()))
