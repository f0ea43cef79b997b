"""A consistent set of boxes out of many proposals."""

from __future__ import annotations

from collections.abc import Iterable

from .blocks import Box


def apart(box: Box, others: Iterable[Box]) -> bool:
    """Whether a box shares no cell with any of the others."""
    top, left, bottom, right = box
    return all(bottom < o[0] or top > o[2] or right < o[1] or left > o[3] for o in others)
