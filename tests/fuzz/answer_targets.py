"""Further targets: replies and what becomes of them, number formats, what they show, texts to be computed."""

from __future__ import annotations

import json
import re
import struct
from collections.abc import Hashable
from datetime import datetime, timedelta
from functools import cache

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.chain.answer import Answer
from sheetllm_xl.chain.row_batches import RowsReply
from sheetllm_xl.chain.workbook.prompts import WorkbookReply
from sheetllm_xl.compress import LOSSLESS, TYPES, compress, decode
from sheetllm_xl.compress.formats import format_type
from sheetllm_xl.compress.profiles import INVERTED_FORMATS
from sheetllm_xl.display import shown
from sheetllm_xl.drawing import drawn
from sheetllm_xl.errors import NotComputed, ReplyError, SheetLLMError
from sheetllm_xl.formulas import admit
from sheetllm_xl.literals import CellError, Value
from sheetllm_xl.messages.replies import AnswerReply, ChoiceReply, TablesReply, read_reply
from sheetllm_xl.ports import Completion, Usage
from sheetllm_xl.sheet import Cell, Sheet
from sheetllm_xl.verify import judge
from sheetllm_xl.verify.reading import Reading

from ..injection.grammar import BREAK
from ..injection.payloads import PAYLOADS
from ..injection.places import TABLE
from ..injection.replies import CASE, FORMS, QUESTION, RUNS, Hostile
from .engine import Target

READING = Reading.of(CASE.home, (TABLE,))
_LONGEST_SHOWN = 70_000  # characters: a cell's longest text, and what stands around it in a format
_VARIES = re.compile(r"“[^”]*”|'[^']*'|\S*\d\S*")


def _replies(data: bytes) -> Hashable:
    """The first byte says which form is asked for; the rest is the reply, read as every form and judged.

    The upper half of the bytes takes it through all of the chain, which costs ten times as much.
    """
    kind, text = data[0] if data else 0, data[1:].decode("utf-8", "replace")
    read: list[Hashable] = []
    for form in (ChoiceReply, TablesReply, RowsReply, WorkbookReply, AnswerReply):
        try:
            reply = read_reply(Completion(text, "end_turn", Usage(), "model"), form)
            read.append(type(reply).__name__)
        except ReplyError as error:
            read.append(_sentence(error))
            continue
        if isinstance(reply, AnswerReply):
            judged = judge(reply, (), READING, QUESTION, _calculator())
            read.append((judged.verdict, *(_VARIES.sub("", each.text)[:40] for each in judged.objections)))
    return tuple(read), _ended(tuple(RUNS)[kind % len(RUNS)], text) if kind > 127 else ""


def _ended(form: str, text: str) -> Hashable:
    try:
        answer = RUNS[form](Hostile(form, text))
    except SheetLLMError as error:
        return form, _sentence(error)
    return form, answer.verdict if isinstance(answer, Answer) else len(answer)


def _sentence(error: SheetLLMError) -> str:
    text = str(error)
    assert text.strip(), type(error)
    return _VARIES.sub("", text)[:50]


def _formatted(data: bytes) -> tuple[Value, str]:
    """A value from the first nine bytes, and the rest as a number format."""
    kind, number = (data[0] if data else 0) % 6, struct.unpack("<d", data[1:9].ljust(8, b"\0"))[0]
    code = data[9:].decode("utf-8", "replace")
    finite = number if abs(number) < 1e308 else 0.0
    moment = datetime(1899, 12, 30) + timedelta(days=abs(finite) % 2_958_466)
    values = (finite, round(finite % 1e6), moment, moment.time(), code[:40], CellError.NA if code else True)
    value: Value = values[kind]
    return float(value) if type(value) is int else value, code


def _display(data: bytes) -> Hashable:
    value, code = _formatted(data)
    text = shown(value, code)
    assert isinstance(text, str)
    assert len(text) <= _LONGEST_SHOWN, len(text)
    return type(value).__name__, re.sub(r"\d+", "0", text)[:12], min(len(text), 40) // 8


def _number_formats(data: bytes) -> Hashable:
    """A format is classified, and a sheet whose cells have it is encoded and read back."""
    value, code = _formatted(data)
    cells = [Cell(row, 1, value, code) for row in range(2, 6)] + [Cell(1, 1, "Head"), Cell(3, 2, "x", code)]
    sheet = Sheet.of("Sheet1", cells)
    profile = TYPES if data[:1] > b"\x7f" else INVERTED_FORMATS  # anchors cost ten times as much
    text = compress(sheet, profile, (), len).text
    if profile is TYPES:
        assert all(line.count("|") <= 1 for line in BREAK.split(text)), text
    assert decode(compress(sheet, LOSSLESS, count=len).text) == sheet
    return type(value).__name__, format_type(code), profile.name


@cache
def _calculator() -> IronCalculator:
    return IronCalculator(deadline=5.0)


_TEXTS = ('=COUNTIF(A1:D9,"{}")', '=VALUE("{}")', '=DATEVALUE("{}")', '=SUMIF(A2:A9,"{}",B2:B9)', '=TEXT(B2,"{}")')
_SHEET = drawn(
    "Region | Units | Share | Since\nNorth | 1,200 | 40% | 2024-01-31\nSouth | 20 | 60% | 2026-02-28\n"
    '"(500)" | -3.5 | TRUE | #N/A\n~a* | 1e300 | "12:30" | x',
    name="Sales",
)


def _calculated(data: bytes) -> Hashable:
    """The text is a formula, or one of its texts: a criterion, a number, a date, a format."""
    kind, text = (data[0] if data else 0) % (len(_TEXTS) + 1), data[1:].decode("utf-8", "replace")
    formula = text if kind == len(_TEXTS) else _TEXTS[kind].format(text.replace('"', '""')[:250])
    try:
        admit(formula)
        computed = _calculator().evaluate(formula, (_SHEET,))
    except NotComputed as error:
        return kind, _sentence(error)
    values = [value for row in computed.rows for value in row]
    assert all(isinstance(value, str | float | bool | datetime | CellError) or value is None for value in values), (
        values
    )
    return kind, len(values) > 1, tuple(type(value).__name__ for value in values[:3])


def _number(kind: int, number: float, code: str) -> bytes:
    return bytes([kind]) + struct.pack("<d", number) + code.encode()


def _split(words: str) -> tuple[bytes, ...]:
    return tuple(word.encode() for word in words.split())


_CODES = (
    *("#,##0.00", "0.0%", "0.00E+00", "# ?/?", "# ??/16", '_-* #,##0.00 "€"_-;-* #,##0.00 "€"_-;_-* "-"_-;_-@_-'),
    *("[$€-407] #,##0;[Red]-0", '[>=1000]#,##0,"k";0', "yyyy-mm-dd hh:mm:ss.000", "[h]:mm", "[ss].00", "General"),
    *("[$-409]d mmm yyyy", "aaaa", "ggge", '0\\ "x"', '[Blue][=1]"a";;;@', "0.0,,", "mmmmm", "h AM/PM", "???.???", "@"),
)
_CODE_WORDS = _split(
    '[ ] ; " \\ * _ % , . 0 # ? / E+ E- AM/PM [h] [mm] [$ -409] General @ [Red] [>1] yyyy mmmm .000 [Color56] ggg e b2'
)
_FORMULAS = (
    *(b"\5=SUM(B2:B5)/COUNT(B2:B5)", b'\5=XLOOKUP("North",A2:A5,B2:B5)', b'\5=LET(x,B2,x^2)&"a"', b"\0>10%"),
    *(b"\5=SORT(A1:D5,2,-1)", b'\5=TEXTSPLIT(A1,"g")', b"\5=IFERROR(1/0,{1,2;3,4})", b"\0<>a~*", b"\0=", b"\1(500)"),
    *(b"\1\x31 1/2", b"\1$1,234.50", b"\2January 5, 2024", b"\2\x35-Jan", b"\3>=1-Jan-2026", b"\4#,##0.00"),
)
_FORMULA_WORDS = _split(
    '( ) , ; { } " "" A1 B2:B5 A:A 1E5 % ^ & <> >= SUM( FILTER( INDEX( LET( ~ * ? $ - / : #N/A TRUE \'x\'! @ Jan AM'
)
_REPLY_WORDS = (
    *(
        json.dumps(text)[:200].encode()
        for text in (*list(PAYLOADS.values())[::4], "=B4+B6", "A4", "Shop 04", "{result}")
    ),
    *_split('null true 1e999 NaN [] {} "\\ud800" [[[[ -0'),
    *(b"9" * 400, b"```json\n", b"\n```"),
)
_REPLIED = tuple(
    bytes([i + far]) + json.dumps(FORMS[form][0]).encode() for far in (0, 0, 0, 128) for i, form in enumerate(RUNS)
)

ANSWERS = (
    Target("replies", _replies, _REPLIED, _REPLY_WORDS),
    Target(
        "numberformats",
        _number_formats,
        tuple(_number(i % 6 + i % 2 * 128, 1234.5 * i, code) for i, code in enumerate(_CODES)),
        _CODE_WORDS,
    ),
    Target(
        "display", _display, tuple(_number(i % 6, 0.7**i * 1e4, code) for i, code in enumerate(_CODES)), _CODE_WORDS
    ),
    Target("calculator", _calculated, _FORMULAS, _FORMULA_WORDS),
)
