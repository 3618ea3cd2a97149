"""The digest of a request, by which a determination names what it answered."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from decimal import Decimal

from coverdict.decision.model import Request


def request_digest(request: Request) -> str:
    """SHA-256 over the request, as `sha256:` and 64 hexadecimal digits; equal requests have equal digests."""
    return f"sha256:{hashlib.sha256(repr(_canonical(request)).encode()).hexdigest()}"


def _canonical(value: object) -> object:
    """A value as lists and texts, the same for equal values and for no others."""
    if isinstance(value, Mapping):
        return ["mapping", *([key, _canonical(value[key])] for key in sorted(value))]
    if isinstance(value, tuple):
        return ["tuple", *(_canonical(part) for part in value)]
    if hasattr(value, "__dataclass_fields__"):
        parts = ([name, _canonical(getattr(value, name))] for name in value.__dataclass_fields__)
        return [type(value).__name__, *parts]
    if isinstance(value, Decimal):
        numerator, denominator = value.as_integer_ratio()
        return ["Decimal", str(numerator), str(denominator)]
    return [type(value).__name__, str(value)]
