"""Sheet -> Encoding: SheetCompressor's three modules (structural anchors, inverted index, data-format aggregation)."""

from __future__ import annotations

from .encoding import Encoding, Stage, vanilla_tokens
from .fitting import compress
from .lossless import decode
from .profiles import (
    ANCHORS,
    ANCHORS_FORMATS,
    ANCHORS_INVERTED,
    DEFAULT,
    FORMATS,
    INVERTED,
    INVERTED_FORMATS,
    LOSSLESS,
    PAPER,
    PROFILES,
    TABLE_1,
    TYPES,
    VANILLA,
    Profile,
)
from .skeleton import Skeleton
from .tokens import Count, estimate_tokens

__all__ = [
    "ANCHORS",
    "ANCHORS_FORMATS",
    "ANCHORS_INVERTED",
    "DEFAULT",
    "FORMATS",
    "INVERTED",
    "INVERTED_FORMATS",
    "LOSSLESS",
    "PAPER",
    "PROFILES",
    "TABLE_1",
    "TYPES",
    "VANILLA",
    "Count",
    "Encoding",
    "Profile",
    "Skeleton",
    "Stage",
    "compress",
    "decode",
    "estimate_tokens",
    "vanilla_tokens",
]
