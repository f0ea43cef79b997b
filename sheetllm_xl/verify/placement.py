"""Placement: whether a result stands where the question's own words point, and was found rather than picked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np

from ..detect import FoundTable
from ..formulas import Part
from ..formulas.operands import operands
from ..grid import column_letters
from ..literals import literal
from ..sheet import Kind, Sheet
from ..text.numbers import written_number
from .compute import ReadArea, Result, Term
from .coverage import distinguishing
from .grounds import Ground, Objection
from .mentions import Labels
from .question import Question, numbers_in
from .totals import are_identifiers, data_rows, total_rows

_HIGH, _LOW = {"MAX", "MAXIFS", "LARGE", "MAXA"}, {"MIN", "MINIFS", "SMALL", "MINA"}
_MEANS = {"AVERAGE", "AVERAGEIF", "AVERAGEIFS", "AVERAGEA", "MEDIAN", "GEOMEAN", "HARMEAN", "TRIMMEAN"}
_MIDDLE = {"MEDIAN", "PERCENTILE", "PERCENTILE.INC", "PERCENTILE.EXC", "QUARTILE", "QUARTILE.INC", "QUARTILE.EXC"}


def placement_doubts(result: Result, labels: Labels, question: Question) -> list[Objection]:
    """What speaks against the cells and functions that the result was made of."""
    sentences = [*_rows(result, labels, question), *_columns(result, labels, question)]
    sentences += _picked(result, labels, question)
    sentences += _functions(result, question)
    sentences += _kinds(result, labels, question)
    return list(dict.fromkeys(sentences))


def missed(labels: Labels, question: Question) -> list[Objection]:
    """Where a reply finds nothing for a question whose row, column and numbers all stand in what was read."""
    named = labels.named(question.text)
    spoken = {n for sheet in labels.reading.sheets for n in sheet.values[sheet.kinds == Kind.NUMBER]}
    in_labels = Question(" ".join(named)).numbers
    if any(number not in spoken | in_labels for number in question.numbers):
        return []
    for sheet in labels.reading.sheets:
        for table in labels.reading.on(sheet):
            spots = [spot for at in named.values() for spot in at if spot.sheet == sheet.name]
            rows = [s for s in spots if (s.row, s.col) in table.body]
            cols = [s for s in spots if table.header and (s.row, s.col) in table.header]
            for row, col in ((row, col) for row in rows for col in cols if row.col != col.col):
                if (value := sheet.value(row.row, col.col)) is not None:
                    at = f"{column_letters(col.col)}{row.row}"
                    text = f"The reply finds nothing, but {at}, where the words of the question meet, holds {value}."
                    return [Ground.MISSED.says(text[:300])]
    return []


def _rows(result: Result, labels: Labels, question: Question) -> Iterator[Objection]:
    touched = {(place.sheet.name, place.area.top) for place in result.places if place.area.shape[0] == 1}
    for place, table in _in_body(result.places, labels):
        if place.area.shape[0] > 1:
            continue
        sheet, row = place.sheet, place.area.top
        if len(result.places) > 1 and row in total_rows(sheet, table):
            continue
        count = table.body.shape[0]
        named = distinguishing(labels.rows(question.text, sheet, table, clearly=True), count)
        mine = labels.rows(question.text, sheet, table).get(row, frozenset())
        ties = _repeated(row, sheet, table, labels, question) if result.copied and len(result.places) == 1 else []
        if ties and question.says("total"):
            yield Ground.SEVERAL_ROWS.says(
                f"{place.area} is one of several rows that the question names (also row {ties[0]})."
            )
        better = [
            other for other, words in named.items() if words > mine and sheet.value(other, place.area.left) is not None
        ]
        if better and not any((sheet.name, other) in touched for other in better):
            word = ", ".join(sorted(named[better[0]] - mine))
            yield Ground.OTHER_ROW.says(
                f"{place.area} is not in row {better[0]}, which holds what the question names ({word})."
            )


def _repeated(row: int, sheet: Sheet, table: FoundTable, labels: Labels, question: Question) -> list[int]:
    """Other records with all labels by which the question names this one; under headings, groups share labels."""
    records = data_rows(sheet, table, table.range.cols)
    if row not in records or len(records | total_rows(sheet, table)) < table.body.shape[0]:
        return []
    alike: set[int] = set()
    for spots in labels.named(question.text).values():
        cols = {spot.col for spot in spots if (spot.sheet, spot.row) == (sheet.name, row)}
        if cols:
            beside = {spot.row for spot in spots if spot.sheet == sheet.name and spot.col in cols}
            alike = alike & beside if alike else beside
    return sorted(alike & records - {row})


def _columns(result: Result, labels: Labels, question: Question) -> Iterator[Objection]:
    wanted = list(_wanted_columns(result, labels))
    yield from _added_columns(result, wanted, labels, question)
    touched = {(sheet.name, col) for sheet, _, col in wanted}
    for sheet, table, col in wanted:
        named = distinguishing(labels.columns(question.text, sheet, table, clearly=True), table.range.shape[1])
        mine, kind = labels.columns(question.text, sheet, table).get(col, frozenset()), _kind(sheet, table, col)
        better = [
            other
            for other, words in named.items()
            if words > mine and _kind(sheet, table, other) == kind and not are_identifiers(sheet, table, other)
        ]
        if kind is not Kind.TEXT and better and not any((sheet.name, other) in touched for other in better):
            word = ", ".join(sorted(named[better[0]] - mine))
            here, there = column_letters(col), column_letters(better[0])
            yield Ground.OTHER_COLUMN.says(f"Column {here} is read, but the question names column {there} ({word}).")


def _added_columns(
    result: Result, wanted: list[tuple[Sheet, FoundTable, int]], labels: Labels, question: Question
) -> Iterator[Objection]:
    """``B3+C3`` where the question names column B alone."""
    signs = {t.text for term in result.terms for t in term.formula.tokens if t.part is Part.OPERATOR}
    if signs != {"+"} or len({col for _, _, col in wanted}) < 2:
        return
    for sheet, table, col in wanted:
        named = distinguishing(labels.columns(question.text, sheet, table, clearly=True), table.range.shape[1])
        if col not in named and any(other in named for _, _, other in wanted):
            yield Ground.COLUMN_ADDED.says(f"Column {column_letters(col)} is added, which the question does not name.")


def _wanted_columns(result: Result, labels: Labels) -> Iterator[tuple[Sheet, FoundTable, int]]:
    """The columns that values come from: ranges of one column, and those a lookup counts off."""
    for term in result.terms:
        uses = operands(term.formula)
        references = [use for use in uses if use.token.part is Part.REFERENCE]
        for place, use in zip(term.places, references, strict=True):
            table = labels.reading.table_at(place.sheet, place.area)
            if table is None or place.area.bottom < table.body.top:
                continue
            if place.area.shape[1] == 1:
                yield place.sheet, table, place.area.left
            elif (use.function, use.argument) in (("VLOOKUP", 1), ("INDEX", 0)):
                counted = [
                    int(float(each.token.text))
                    for each in uses
                    if each.token.part is Part.NUMBER and each.calls[:-1] == use.calls[:-1] and each.argument == 2
                ]
                if counted and 1 <= counted[0] <= place.area.shape[1]:
                    yield place.sheet, table, place.area.left + counted[0] - 1


def _in_body(places: Sequence[ReadArea], labels: Labels) -> Iterator[tuple[ReadArea, FoundTable]]:
    for place in places:
        table = labels.reading.table_at(place.sheet, place.area)
        if table is not None and place.area.bottom >= table.body.top:
            yield place, table


def _picked(result: Result, labels: Labels, question: Question) -> Iterator[Objection]:
    """Single cells of rows that the question does not name, where it compares rows or several were taken."""
    for term in (None,) if result.copied else result.terms:
        if term is not None and not _adds(term):
            continue
        places = [place for place in (term or result).places if result.copied or place.area.shape[0] == 1]
        rows: dict[int, bool] = {}
        whole = False
        for place, table in _in_body(places, labels):
            body = data_rows(place.sheet, table, place.area.cols)
            named = distinguishing(labels.rows(question.text, place.sheet, table), len(body))
            rows.update({row: row in named for row in place.area.rows if row in body})
            whole = whole or ({*body} <= {*rows} and not (question.selects and result.copied)) or len(body) < 2
        several = len(rows) > 1 and len(places) > 1
        if rows and (several or (question.selects and result.copied)) and not all(rows.values()) and not whole:
            where = ", ".join(str(place.area) for place in places[:5])
            yield Ground.BY_EYE.says(
                f"{where} was chosen by eye: no formula shows that it is what the question asks for."
            )


def _adds(term: Term) -> bool:
    """Whether a formula adds cells up: a difference or a ratio of two says which two."""
    signs = {token.text for token in term.formula.tokens if token.part is Part.OPERATOR}
    return "+" in signs or bool({*term.formula.functions} & {"SUM", "AVERAGE", "MAX", "MIN", "COUNT", "MEDIAN"})


def _functions(result: Result, question: Question) -> Iterator[Objection]:
    """Functions that do the opposite of what the question asks."""
    used = {name for term in result.terms for name in term.formula.functions}
    most, least = question.says("most") and not question.says("early"), question.says("least")
    if most and not least and used & _LOW and not used & _HIGH:
        yield Ground.OPPOSITE.says(f"The question asks for the most, but the formula takes {min(used & _LOW)}.")
    if least and not most and used & _HIGH and not used & _LOW:
        yield Ground.OPPOSITE.says(f"The question asks for the least, but the formula takes {min(used & _HIGH)}.")
    divided = any("/" in term.formula.text for term in result.terms)
    if question.says("median") and used and not used & _MIDDLE:
        yield Ground.NO_MEDIAN.says("The question asks for a median, which the formula does not take.")
    others = _HIGH | _LOW | {"INDEX", "XLOOKUP", "VLOOKUP", "FILTER"}
    if question.says("average") and used and not used & (_MEANS | others) and not divided:
        yield Ground.NO_AVERAGE.says("The question asks for an average, which the formula does not take.")
    total = {"total", "sum", "summe", "합계", "总计"} & {*question.text.casefold().replace("?", " ").split()}
    if total and used & _MEANS and not question.says("average") and not question.says("median"):
        yield Ground.NO_TOTAL.says(f"The question asks for a total, but the formula takes {min(used & _MEANS)}.")


def _kinds(result: Result, labels: Labels, question: Question) -> Iterator[Objection]:
    values = result.values
    text = values[0] if len(values) == 1 and isinstance(values[0], str) else ""
    if text and question.wants_number and written_number(text) is None:
        yield Ground.NO_NUMBER.says(
            f"The question asks for a number, but the result is the text “{literal(values[0])[:60]}”."
        )
    alone = values[0] if len(values) == 1 and result.copied else None
    if type(alone) is float and alone in numbers_in(labels.without(question.text)):
        yield Ground.OWN_NUMBER.says("The result is a number of the question itself.")


def _kind(sheet: Sheet, table: FoundTable, col: int) -> Kind | None:
    body = replace(table.body, left=col, right=col)
    kinds = sheet.kinds[sheet.inside(body) & sheet.filled]
    return Kind(int(np.bincount(kinds).argmax())) if len(kinds) else None
