"""JSON Schemas of what people write, so that editors complete and check while they type.

The schemas take whatever the language takes, of what a schema can tell: keys, and the kinds of values.
What an expression means, and whether a name is known, `coverdict check` tells.
"""

from __future__ import annotations

from coverdict.language.schema.assembly import SHARED, bundled, definitions, single
from coverdict.language.schema.parts import Schema

__all__ = ["SHARED", "Schema", "bundled", "definitions", "single"]
