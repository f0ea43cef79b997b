"""Excel formulas as text: their tokens and tree, which are admitted, how they move, and how many cells share one."""

from .admitted import ALLOWED, LONGEST, admit
from .formula import Formula, Reference, parse, separate
from .moving import moved, moved_cells
from .shared import SharedFormula
from .tokens import Part, Token, function_name, unmarked

__all__ = [
    "ALLOWED",
    "LONGEST",
    "Formula",
    "Part",
    "Reference",
    "SharedFormula",
    "Token",
    "admit",
    "function_name",
    "moved",
    "moved_cells",
    "parse",
    "separate",
    "unmarked",
]  # fmt: skip
