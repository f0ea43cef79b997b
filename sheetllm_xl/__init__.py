"""SheetLLM for Excel: read a sheet, find its tables, compress it, ask Claude, and show where the answer stands.

    Host.read ─► Sheet ─► detect ─► compress(profile) ─► Encoding ─► Prompt ─► Model ─► Reply ─► Answer

    errors       what can go wrong, as sentences
    grid         ranges and references        literals   cell values and their one spelling
    formulas/    formulas as text, read       drawing    a sheet drawn as text
    sheet        one sheet at one moment      calc/      formulas, computed over Sheets
    display/     values as Excel shows them   explain/   the picture
    detect/      tables, by structure alone   compress/  SheetCompressor
    ports        Host, Model, Calculator      chain/     Chain of Spreadsheet
    hosts/       file, live, memory; writing  claude     the model over the anthropic SDK
    credentials  the key in the OS vault      settings   what a person or IT has set
    jobs/        each question once, in time  ledger/    answers, usage and budgets, for every process
    desk/        what worksheet functions ask registration/  the add-in's entries in Windows' registry
    app          puts the pieces together     cli/       the command line
    udfs, ribbon the functions and buttons    server     what VBA calls
    checkup      what ails the set-up
    dialogs, surroundings: what a button needs beside a sheet; crew: the server's threads

Importing this package loads none of anthropic, xlwings and openpyxl; each is loaded by the edge that needs it.
"""

from __future__ import annotations

from .compress import DEFAULT, LOSSLESS, PAPER, PROFILES, Encoding, Profile, compress, decode
from .detect import FoundTable, detect
from .drawing import drawn
from .errors import BudgetSpent, HostError, InputError, ModelError, ReplyError, SheetLLMError
from .grid import CellRange, Ref
from .literals import CellError
from .sheet import Sheet

__all__ = [
    "DEFAULT",
    "LOSSLESS",
    "PAPER",
    "PROFILES",
    "BudgetSpent",
    "CellError",
    "CellRange",
    "Encoding",
    "FoundTable",
    "HostError",
    "InputError",
    "ModelError",
    "Profile",
    "Ref",
    "ReplyError",
    "Sheet",
    "SheetLLMError",
    "compress",
    "decode",
    "detect",
    "drawn",
]
