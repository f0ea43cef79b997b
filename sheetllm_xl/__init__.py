"""SheetLLM for Excel: read a sheet, find its tables, compress it, ask Claude, and show where the answer stands.

    Host.read ─► Sheet ─► detect ─► compress(profile) ─► Encoding ─► Prompt ─► Model ─► Reply ─► Answer

The rooms, upper ones built on lower ones (the import contract in pyproject.toml; rooms on one line do not know each
other). From ``chain`` and ``answers.queue`` down nothing knows Excel, a network or a disk.

    server       the process that VBA calls       __main__   python -m sheetllm_xl
    udfs         worksheet functions              ribbon/    buttons                cli/     the command line
    library/     open, tables as frames, ask      mcp/       tools for agents, read only
    app/         puts the pieces together; what ails the set-up         page/    the page in the browser
    answers/     key ─► store ─► queue ─► chain   excel/     the open Excel         setup/   Windows' registry, doctor
    calc/        formulas computed over Sheets    files/     workbooks on disk      models/  Claude, metered, scripted
    store/       the ledger: records, budgets     settings   what is set            credentials  the key in the vault
    chain/       Chain of Spreadsheet             record/    what is kept           output/  the files we make
    retrieve/    the cells worth reading          verify/    reply + Sheet ─► verdict
    explain/     the picture                      children   the processes we start
    compress/    SheetCompressor                  messages/  the document of a prompt, the forms of its reply
    detect/      tables, by structure alone       drawing    a sheet drawn as text  ports    Host, Model, Calculator
    sheet        one sheet at one moment          formulas/  formulas as text       display/ a value as Excel shows it
    grid         ranges and references            literals   values, one spelling   text     words, folded
    errors       what can go wrong, as sentences

A walk, each step one call. A cell:
    udfs.ASKSHEET ─► Desk.answer            the cell's call comes in; its range is read (excel.read)
    Reader.question ─► Question             what is asked of which cells, in which form; its key
    Answers.submit ─► Jobs.submit           found in the Ledger (store), or queued: the cell shows #GETTING_DATA
    Crew ─► Jobs.run_next ─► Asking.ask     a thread of the server's takes it; its calls are booked and capped
    Question.ask ─► chain.ask ─► Answer     detect, compress, prompts, Model.complete, verify.judge
    records.of_answer ─► Record             what is kept of it, one value
    Ledger.keep, Ledger.settle              written as a receipt, then remembered under its key
    Recalls ─► Desk.answer ─► Form.rows     the cell is calculated again, and has its rows
A button:
    ribbon.ask_selection ─► excel.read      the selection as a Sheet
    Answers.question, .remembered, .plan    what was answered before, else what it may cost
    Answers.ask ─► Jobs.answer              as above from Asking.ask on, for a caller who waits
    shapes.spoken                           the Record as lines of a page
``sheetllm ask``:
    cli.asking.ask ─► FileHost.read         the sheet, or all of them (files)
    Answers.question ─► Answers.ask         as for a button; the second time it is remembered
    showing.show, showing.answer_json       the Record on the screen, or as JSON
A Python program:
    library.open ─► Workbook                FileHost behind it; a sheet is read when it is asked for
    SheetTable.to_pandas ─► frames          a FoundTable's columns, by the kinds of their values
    library.ask ─► Record                   by Answers as above; by a model of one's own, past the ledger

Importing this package loads none of anthropic, xlwings and openpyxl; each is loaded by the edge that needs it.
"""

from __future__ import annotations

from .compress import DEFAULT, LOSSLESS, PAPER, PROFILES, Encoding, Profile, compress, decode
from .detect import FoundTable, detect
from .drawing import drawn
from .errors import BudgetSpent, HostError, InputError, ModelError, ReplyError, SheetLLMError
from .grid import CellRange, Ref
from .library import SheetTable, Workbook, WorkbookSheet, ask, open
from .literals import CellError
from .models.scripted import ScriptedModel
from .ports import Completion, Model, Prompt, Usage
from .sheet import Sheet

__all__ = [
    "DEFAULT",
    "LOSSLESS",
    "PAPER",
    "PROFILES",
    "BudgetSpent",
    "CellError",
    "CellRange",
    "Completion",
    "Encoding",
    "FoundTable",
    "HostError",
    "InputError",
    "Model",
    "ModelError",
    "Profile",
    "Prompt",
    "Ref",
    "ReplyError",
    "ScriptedModel",
    "Sheet",
    "SheetLLMError",
    "SheetTable",
    "Usage",
    "Workbook",
    "WorkbookSheet",
    "ask",
    "compress",
    "decode",
    "detect",
    "drawn",
    "open",
]
