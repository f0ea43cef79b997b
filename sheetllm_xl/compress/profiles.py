"""Profiles: named sets of SheetCompressor's parameters: the eight of the paper's Table 1, and our own."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class Profile:
    """Which modules run, and how.

    ``k``: rows and columns kept around each structural anchor (module 1; None leaves every line in). ``inverted``:
    module 2. ``formats``: module 3. ``readdress``: kept lines are numbered from A1 on, as the paper does.
    ``keep_headers``: addresses are the sheet's own, the text states what was left out, and headers of found tables are
    spelled out where module 3 would fold them. ``never_longer``: a sheet that this would lengthen is
    written as VANILLA. ``longest``: characters after which a cell's text is cut; None cuts none.
    """

    name: str
    k: int | None = None
    inverted: bool = False
    formats: bool = False
    readdress: bool = False
    keep_headers: bool = False
    never_longer: bool = False
    lossless: bool = False
    longest: int | None = None

    @property
    def modules(self) -> str:
        """The paper's notation: ``M1+M2+M3``, or ``none``."""
        on = (self.k is not None, self.inverted, self.formats)
        return "+".join(f"M{n}" for n, active in enumerate(on, 1) if active) or "none"


_K = 4  # §3.2 and Table 7: k = 4 gave the best F1 of 2, 4 and 8

VANILLA = Profile("vanilla")
ANCHORS = Profile("anchors", k=_K, readdress=True)
INVERTED = Profile("inverted", inverted=True)
FORMATS = Profile("formats", formats=True)
ANCHORS_INVERTED = Profile("anchors-inverted", k=_K, inverted=True, readdress=True)
ANCHORS_FORMATS = Profile("anchors-formats", k=_K, formats=True, readdress=True)
INVERTED_FORMATS = Profile("inverted-formats", inverted=True, formats=True)
PAPER = Profile("paper", k=_K, inverted=True, formats=True, readdress=True)

TYPES = Profile("types", k=_K, inverted=True, formats=True, keep_headers=True)
"""What detection through a model sends: below the headers, types instead of numbers, however small the sheet is."""

DEFAULT = replace(TYPES, name="default", never_longer=True)
OUTLINE = replace(DEFAULT, name="outline", k=0)
"""What a budget leaves where no cell fits: the statement, and where the tables are."""

LOSSLESS = Profile("lossless", inverted=True, lossless=True)

TABLE_1 = (VANILLA, ANCHORS, INVERTED, FORMATS, ANCHORS_INVERTED, ANCHORS_FORMATS, INVERTED_FORMATS, PAPER)
"""The columns of the paper's Table 1, in its order."""

PROFILES = MappingProxyType({profile.name: profile for profile in (*TABLE_1, TYPES, DEFAULT, LOSSLESS)})
