"""What leaves for the disk: files that are new or our own, whole or not there at all; cells of CSV that stay text."""

from __future__ import annotations

from .cells import csv_line, inert
from .files import FULL, Ours, admit, begins_with, created, journal, make_private, named, replace, write

__all__ = ["FULL", "Ours", "admit", "begins_with", "created", "csv_line", "inert", "journal", "named", "replace"]
__all__ += ["make_private", "write"]
