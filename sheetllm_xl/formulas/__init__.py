"""Excel formulas as text: what they call and name, which are admitted, how they move, and how many cells share one."""

from .admitted import ALLOWED, LONGEST, admit
from .formula import Formula, Reference, parse
from .moving import moved, moved_cells
from .shared import SharedFormula
from .tokens import Part, Token

__all__ = [
    "ALLOWED", "LONGEST", "Formula", "Part", "Reference", "SharedFormula", "Token", "admit", "moved", "moved_cells",
    "parse",
]  # fmt: skip
