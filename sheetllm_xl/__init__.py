"""SheetLLM for Excel: read a sheet, find its tables, compress it, ask Claude, and show where the answer stands.

    Host.read ─► Sheet ─► detect ─► compress(profile) ─► Encoding ─► Prompt ─► Model ─► Reply ─► Answer

The rooms, upper ones built on lower ones (the import contract in pyproject.toml; rooms on one line do not know each
other). From ``chain`` and ``answers.queue`` down nothing knows Excel, a network or a disk.

    server       the process that VBA calls       __main__   python -m sheetllm_xl
    udfs         worksheet functions              ribbon/    buttons                cli/     the command line
    app/         puts the pieces together; what ails the set-up
    answers/     key ─► store ─► queue ─► chain   excel/     the open Excel         setup/   Windows' registry, doctor
    calc/        formulas computed over Sheets    files/     workbooks on disk      models/  Claude, metered, scripted
    store/       the ledger: answers, budgets     settings   what is set            credentials  the key in the vault
    chain/       Chain of Spreadsheet             output/    the files we make      children  what we start
    retrieve/    the cells worth reading          verify/    reply + Sheet ─► verdict
    record/      what is kept of an answer        explain/   the picture
    compress/    SheetCompressor                  messages/  the document of a prompt, the forms of its reply
    detect/      tables, by structure alone       drawing    a sheet drawn as text  ports    Host, Model, Calculator
    sheet        one sheet at one moment          formulas/  formulas as text       display/ a value as Excel shows it
    grid         ranges and references            literals   values, one spelling   text     words, folded
    errors       what can go wrong, as sentences

A walk. A cell: ``udfs.ASKSHEET`` ─► ``Desk.answer`` (answers) ─► ``Reader.asked`` makes the key ─► ``Jobs.submit``
(answers.queue) finds it in ``Ledger`` (store) or queues it and shows #GETTING_DATA ─► ``Crew`` (server.workers) runs
``Asking.ask`` (answers.asking) ─► ``chain.ask``: ``detect``, ``compress``, ``prompts``, ``Metered`` (models), ``judge``
(verify) ─► ``outcome_of`` (answers.shapes) ─► ``Ledger.settle`` ─► ``Recalls`` ─► the cell is calculated again and
``Desk.answer`` has its rows. A button: ``ribbon.ask_selection`` ─► ``excel.read`` ─► ``Desk.ask``, the same road.
``sheetllm ask``: ``cli.asking.ask`` ─► ``FileHost.read`` (files) ─► ``app.answer`` ─► ``Asking.ask``, with no queue.

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
