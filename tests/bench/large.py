"""A large workbook, asked by a model that knows nothing but what it is sent: python -m tests.bench.large

The generator plants facts and joins over 50 sheets of 2 million cells. ``TextReader`` reads the prompts: the outline's
columns, the cells, the places that were found. It takes a question apart by a few patterns of English, and where a
cell is not in the text yet it asks for the next step. Nothing else reaches it, the plan of the workbook least of all.
"""

from __future__ import annotations

import difflib
import json
import re
import resource
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from sheetllm_xl.calc import IronCalculator
from sheetllm_xl.chain.evidence import Book
from sheetllm_xl.chain.workbook import LIMITS, ask_book
from sheetllm_xl.compress import Count, estimate_tokens
from sheetllm_xl.grid import column_letters
from sheetllm_xl.literals import Value, parse_literal
from sheetllm_xl.ports import Completion, Prompt, Usage
from sheetllm_xl.sheet import Sheet

CITIES = ("Zürich", "Genève", "São Paulo", "Kraków", "Lyon", "Porto", "Malmö", "Gdańsk", "Bergen", "Cork", "Turin", "Leeds")
ADJECTIVES = ("Aurora", "Basalt", "Cobalt", "Dune", "Ember", "Fjord", "Glacier", "Harbor", "Indigo", "Juniper", "Krypton", "Lumen")
NOUNS = ("Desk Lamp", "Kettle", "Armchair", "Toolbox", "Monitor", "Backpack", "Carpet", "Mixer", "Speaker", "Helmet")


@dataclass(frozen=True)
class Fact:
    """A question and what its answer must be."""

    kind: str
    question: str
    answer: Value


def sheet_of(name: str, header: list[str], columns: list[Any], top: int = 1) -> Sheet:
    """A sheet with one table, its header in row ``top``; ``columns`` are sequences of one length."""
    rows, width = len(columns[0]), len(columns)
    values = np.empty((rows + 1) * width, object)
    values[:width] = header
    for col, column in enumerate(columns):
        values[width + col :: width] = np.array(column, object)
    places = np.repeat(np.arange(top, top + rows + 1), width), np.tile(np.arange(1, width + 1), rows + 1)
    zeros = np.zeros(len(values), np.int32)
    return Sheet(name, *(p.astype(np.int32) for p in places), values, zeros, zeros.copy(), zeros.copy())


def generated(sheets: int = 50, cells: int = 2_000_000, seed: int = 20_26) -> tuple[tuple[Sheet, ...], tuple[Fact, ...]]:
    """The workbook and the questions. Months of sales fill what the few sheets of names leave."""
    rng = np.random.default_rng(seed)
    months = sheets - 6
    rows = (cells // months) // 9
    products = [f"{a} {n} {i:03d}" for i in range(10) for a in ADJECTIVES for n in NOUNS]
    skus = [f"SKU-{rng.integers(10**5, 10**6)}-{i}" for i in range(len(products))]
    suppliers = [f"Supplier {a} {i}" for i, a in enumerate(ADJECTIVES * 5)]
    stores = [f"ST{i:04d}" for i in range(240)]
    people = [f"{first} {last}" for first in ("Ana", "Béla", "Chloé", "Dmitri", "Eva", "Femi") for last in _LAST]
    of_supplier, of_person = rng.integers(0, len(suppliers), len(skus)), rng.permutation(len(people))[: len(stores)]
    prices = (rng.integers(500, 90_000, len(skus)) / 100).tolist()
    phones = [f"+41 {rng.integers(10**8, 10**9)}" for _ in suppliers]
    cities = [f"{CITIES[i % len(CITIES)]} {i // len(CITIES) + 1}" for i in range(len(stores))]
    made = [
        sheet_of("Products", ["SKU", "Product", "Supplier", "List price"], [skus, products, [suppliers[i] for i in of_supplier], prices], 3),
        sheet_of("Stores", ["Store", "City", "Manager"], [stores, cities, [people[i] for i in of_person]]),
        sheet_of("Suppliers", ["Supplier", "Phone", "Currency"], [suppliers, phones, [("CHF", "EUR", "PLN")[i % 3] for i in range(len(suppliers))]]),
        sheet_of("Staff", ["Name", "Extension", "Start date"], [people, [float(n) for n in rng.permutation(9000)[: len(people)] + 1000], [_day(i * 11) for i in range(len(people))]]),
        sheet_of("Rates", ["Currency", "Rate to USD"], [["CHF", "EUR", "PLN"], [1.1273, 1.0841, 0.2519]]),
        sheet_of("Targets", ["City", "Target 2025"], [cities, (rng.integers(10**4, 10**6, len(cities)) * 1.0).tolist()]),
    ]
    facts: list[Fact] = []
    for month in range(months):
        name = f"Sales {2023 + month // 12}-{month % 12 + 1:02d}"
        sold, at = rng.integers(0, len(skus), rows), rng.integers(0, len(stores), rows)
        units = rng.integers(1, 400, rows).astype(float)
        invoice = [f"INV-{month:02d}{i:06d}" for i in range(rows)]
        amount = np.round(units * rng.uniform(3, 90, rows), 2)
        header = ["Invoice", "Date", "SKU", "Store", "Units", "Amount", "Channel", "Weight kg", "Batch"]
        columns = [
            invoice, [_day(month * 30 + i % 28) for i in range(rows)], [skus[i] for i in sold], [stores[i] for i in at],
            units.tolist(), amount.tolist(), [("web", "shop", "phone")[i % 3] for i in range(rows)],
            (rng.integers(1, 10**5, rows) / 100).tolist(), rng.integers(10**6, 10**7, rows).astype(float).tolist(),
        ]  # fmt: skip
        made.append(sheet_of(name, header, columns))
        if month % max(1, months // 6) == 0:
            i, p = int(rng.integers(0, rows)), int(sold[int(rng.integers(0, rows))])
            facts += [
                Fact("cell", f'What is the amount of "{invoice[i]}"?', float(amount[i])),
                Fact("join", f'What is the manager of the store of "{invoice[i]}"?', people[of_person[at[i]]]),
                Fact("join of 3", f'What is the phone of the supplier of the SKU of "{invoice[i]}"?', phones[of_supplier[sold[i]]]),
                Fact("join of 4", f'What is the rate to USD of the currency of the supplier of the SKU of "{invoice[i]}"?', (1.1273, 1.0841, 0.2519)[of_supplier[sold[i]] % 3]),
                Fact("sum over a join", f'What is the sum of units on {name} of the SKU of "{products[p]}"?', float(units[sold == p].sum())),
                Fact("largest", f"What is the largest amount on {name}?", float(amount.max())),
            ]
    k = int(rng.integers(0, len(products)))
    facts += [
        Fact("spelling", f'What is the list price of "{products[k].upper()}"?', prices[k]),
        Fact("accents", f'What is the manager of "{_plain(cities[13])}"?', people[of_person[13]]),
        Fact("nearly", f'What is the phone of "{suppliers[7].replace("Harbor", "Harbr")}"?', phones[7]),
        Fact("join", f'What is the target 2025 of the city of "{stores[77]}"?', made[5].value(79, 2)),
        Fact("join", f'What is the extension of the manager of "{cities[31]}"?', made[3].value(2 + int(of_person[31]), 2)),
    ]
    return tuple(made[6:] + made[:6]), tuple(facts)


_LAST = ("Weber", "Rossi", "Novák", "Silva", "Berg", "Costa", "Dubois", "Eriksen", "Fischer", "García", "Horvat", "Ivanov",
         "Jansen", "Kowalski", "Lindqvist", "Meyer", "Nowak", "Olsen", "Pires", "Quinn", "Ruiz", "Sato", "Tanaka", "Ueda",
         "Vidal", "Wolf", "Xu", "Yilmaz", "Zeller", "Arnold", "Bauer", "Conti", "Diaz", "Engel", "Favre", "Grant",
         "Hansen", "Ito", "Jung", "Keller")  # fmt: skip


def _day(number: int) -> datetime:
    return datetime(2023, 1, 1) + timedelta(days=number)


def _plain(text: str) -> str:
    import unicodedata

    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


class TextReader:
    """A Model that works from the prompt's text alone, by looking words up in it; it keeps each prompt's tokens."""

    name = "text-reader"

    def __init__(self, count: Count = estimate_tokens) -> None:
        self.count = count
        self.tokens: list[int] = []

    def complete(self, prompt: Prompt) -> Completion:
        self.tokens.append(self.count(prompt.text))
        reply = _Text(prompt).reply()
        return Completion(json.dumps(reply), "end_turn", Usage(self.tokens[-1], 50), self.name)


def _fold(text: str) -> str:
    return " ".join(_plain(text).casefold().split())


_NOTHING: dict[str, Any] = {"kind": "none", "formulas": [], "answer": "", "cells": [], "table": "", "other": "", "steps": []}
_PLACE = re.compile(r"((?:'(?:[^']|'')+'|[\w.]+))!([A-Z]+)(\d+)")


class _Text:
    """One prompt as this reader understands it."""

    def __init__(self, prompt: Prompt) -> None:
        self.columns: dict[str, dict[str, str]] = {}  # sheet -> header -> column
        self.areas: dict[str, tuple[int, int]] = {}  # sheet -> first and last row of its table
        self.cells: dict[tuple[str, int], dict[str, str]] = {}  # (sheet, row) -> column -> literal
        self.places: list[tuple[str, str, int]] = []  # (text, sheet, row) of what was found
        self.sought: set[str] = set()
        self.question = prompt.question.partition("\n")[0].removeprefix("Question: ")
        self._read_outline(prompt.document)
        self._read_cells(prompt.question)

    def _read_outline(self, text: str) -> None:
        sheet = ""
        for line in text.splitlines():
            parts = line.split("|")[1:]
            if parts and parts[0].startswith("sheet "):
                sheet = parts[0][6:].strip("'")
            elif parts and parts[0].startswith("table ") and sheet:
                heads = [re.fullmatch(r"([A-Z]{1,3}) (.*?) \((?:[^()]*)\)", part) for part in parts[1:]]
                self.columns[sheet] = {_fold(head[2]): head[1] for head in heads if head}
                self.areas[sheet] = tuple(map(int, re.findall(r"\d+", parts[0])))[:2]
            elif parts and parts[0] == "alike":
                for name, area in re.findall(r"('(?:[^']|'')+'|[\w.]+) ([A-Z]+\d+:[A-Z]+\d+)", line):
                    self.columns[name.strip("'")] = self.columns[sheet]
                    self.areas[name.strip("'")] = tuple(map(int, re.findall(r"\d+", area)))[:2]

    def _read_cells(self, text: str) -> None:
        sheet = ""
        for line in text.splitlines():
            parts = line.split("|")[1:]
            if parts and (named := re.fullmatch(r"sheet (.*)", parts[0])):
                sheet = named[1].strip("'")
            elif parts and parts[0] == "step find":
                self.sought.add(_fold(parts[2]))
            elif parts and re.fullmatch(r"[A-Z]{1,3}\d+,.*", parts[0]):
                for part in parts:
                    if cell := re.fullmatch(r"([A-Z]{1,3})(\d+),(.*)", part):
                        self.cells.setdefault((sheet, int(cell[2])), {})[cell[1]] = cell[3]
            else:
                for name, _, row in _PLACE.findall(line):
                    self.places.append((_fold(parts[0]), name.strip("'"), int(row)))

    def reply(self) -> dict[str, Any]:
        """The next steps, or the answer."""
        asked = self.question.removeprefix("What is the ").removesuffix("?")
        if found := re.fullmatch(r"largest (.*) on (.*)", asked):
            return self._answer(f"=MAX({self._column(found[2], found[1])})", [])
        total = re.fullmatch(r"sum of (.*) on (.*) of the (.*) of \"(.*)\"", asked)
        if total:
            return self._follow([total[3]], total[4], total)
        path = asked.partition(' of "')
        return self._follow([step.removeprefix("the ") for step in path[0].split(" of ")][::-1], path[2].strip('"'), None)

    def _follow(self, path: list[str], entity: str, total: re.Match[str] | None) -> dict[str, Any]:
        """From the entity along the columns named, each value the key of the next."""
        value, cites = entity, []
        for i, wanted in enumerate(path):
            at = self._row(value, wanted, exact=i > 0)
            if at is None:
                if _fold(value) in self.sought:
                    return _NOTHING | {"answer": "It is not there."}
                return _NOTHING | {"steps": [{"do": "find", "sheet": "", "what": value}]}
            sheet, row = at
            col = self.columns[sheet][_fold(wanted)]
            if (sheet, row) not in self.cells or col not in self.cells[sheet, row]:
                return _NOTHING | {"steps": [{"do": "read", "sheet": sheet, "what": f"A{row}:{column_letters(len(self.columns[sheet]))}{row}"}]}
            value = str(parse_literal(self.cells[sheet, row][col]))
            cites.append({"cell": f"'{sheet}'!{col}{row}", "value": self.cells[sheet, row][col]})
        if total is None:
            return self._answer("=" + cites[-1]["cell"], cites)
        units, keys = self._column(total[2], total[1]), self._column(total[2], total[3])
        return self._answer(f"=SUMIFS({units},{keys},{cites[-1]['cell']})", cites)

    def _row(self, value: str, wanted: str, exact: bool) -> tuple[str, int] | None:
        """A row that holds the value, on a sheet that has the column wanted."""
        key = _fold(value)
        fits = [sheet for sheet, heads in self.columns.items() if _fold(wanted) in heads]
        for (sheet, row), held in self.cells.items():
            if sheet in fits and any(_fold(text) == key for text in held.values()):
                return sheet, row
        found = [(text, sheet, row) for text, sheet, row in self.places if sheet in fits]
        near = [(sheet, row) for text, sheet, row in found if text == key]
        if not near and not exact and key in self.sought and found:
            like = max(found, key=lambda place: difflib.SequenceMatcher(None, place[0], key).ratio())
            near = [like[1:]]
        return near[0] if near else None

    def _column(self, sheet: str, header: str) -> str:
        name = next(known for known in self.columns if _fold(known) == _fold(sheet))
        col, (top, bottom) = self.columns[name][_fold(header)], self.areas[name]
        return f"'{name}'!{col}{top + 1}:{col}{bottom}"

    @staticmethod
    def _answer(formula: str, cites: list[dict[str, str]]) -> dict[str, Any]:
        return _NOTHING | {"kind": "value", "formulas": [formula], "answer": "It is {result}.", "cells": cites[-1:]}


def main(sheets: int = 50, cells: int = 2_000_000) -> None:
    """Print a line a kind of question."""
    made, facts = generated(sheets, cells)
    begun = time.perf_counter()
    book = Book.of(made)
    held = len(book.index.rows)
    book.index.find("warm")
    indexed = time.perf_counter() - begun
    begun = time.perf_counter()
    assert book.layouts
    print(f"{len(book.sheets)} sheets, {held:,} cells; index {indexed:.1f} s, tables {time.perf_counter() - begun:.1f} s")
    calculator = IronCalculator()
    rows: dict[str, list[tuple[bool, bool, int, int, float]]] = {}
    for fact in facts:
        model, begun = TextReader(), time.perf_counter()
        answer = ask_book(book, fact.question, model, calculator)
        seconds = time.perf_counter() - begun
        right = answer.value == fact.answer or (isinstance(fact.answer, float) and abs(answer.value - fact.answer) < 1e-6)
        rows.setdefault(fact.kind, []).append((right, answer.verified, answer.receipt.calls, max(model.tokens), seconds))
        if not right:
            print("MISS", fact, answer.text, answer.doubts, answer.receipt.notes)
    print(f"{'':18}{'asked':>6}{'right':>7}{'verified':>9}{'calls, most':>12}{'tokens a call, most':>21}{'seconds, mean':>15}")
    for kind, found in {**rows, "all": [row for found in rows.values() for row in found]}.items():
        right, verified, calls, tokens, seconds = zip(*found, strict=True)
        print(f"{kind:18}{len(found):6}{sum(right):7}{sum(verified):9}{max(calls):12}{max(tokens):21,}{np.mean(seconds):15.2f}")
    calculator.close()
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6:.1f} GB; limits {LIMITS}")


if __name__ == "__main__":
    main()
