"""What the detector and the encoder made of a sheet, as a picture: the value, and one self-contained page of it."""

from __future__ import annotations

from .page import HEAD, page
from .view import Explained, explain
from .words import listed, text_page

__all__ = ["HEAD", "Explained", "explain", "listed", "page", "text_page"]
