"""Excel formulas as text: read into what they call and name, admitted or refused, and moved with their cells."""

from .admitted import ALLOWED, admit
from .formula import Formula, Reference, parse
from .moving import moved, moved_cells
from .tokens import Part, Token

__all__ = ["ALLOWED", "Formula", "Part", "Reference", "Token", "admit", "moved", "moved_cells", "parse"]
