"""A large workbook with planted facts and joins: months of sales, and the sheets of names that they join to."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import numpy as np

from sheetllm_xl.literals import Value
from sheetllm_xl.sheet import Sheet

CITIES = (
    "Zürich",
    "Genève",
    "São Paulo",
    "Kraków",
    "Lyon",
    "Porto",
    "Malmö",
    "Gdańsk",
    "Bergen",
    "Cork",
    "Turin",
    "Leeds",
)
ADJECTIVES = (
    "Aurora",
    "Basalt",
    "Cobalt",
    "Dune",
    "Ember",
    "Fjord",
    "Glacier",
    "Harbor",
    "Indigo",
    "Juniper",
    "Krypton",
    "Lumen",
)
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


def generated(
    sheets: int = 50, cells: int = 2_000_000, seed: int = 20_26
) -> tuple[tuple[Sheet, ...], tuple[Fact, ...]]:
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
        sheet_of(
            "Products",
            ["SKU", "Product", "Supplier", "List price"],
            [skus, products, [suppliers[i] for i in of_supplier], prices],
            3,
        ),
        sheet_of("Stores", ["Store", "City", "Manager"], [stores, cities, [people[i] for i in of_person]]),
        sheet_of(
            "Suppliers",
            ["Supplier", "Phone", "Currency"],
            [suppliers, phones, [("CHF", "EUR", "PLN")[i % 3] for i in range(len(suppliers))]],
        ),
        sheet_of(
            "Staff",
            ["Name", "Extension", "Start date"],
            [
                people,
                [float(n) for n in rng.permutation(9000)[: len(people)] + 1000],
                [_day(i * 11) for i in range(len(people))],
            ],
        ),
        sheet_of("Rates", ["Currency", "Rate to USD"], [["CHF", "EUR", "PLN"], [1.1273, 1.0841, 0.2519]]),
        sheet_of(
            "Targets", ["City", "Target 2025"], [cities, (rng.integers(10**4, 10**6, len(cities)) * 1.0).tolist()]
        ),
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
                Fact(
                    "join of 3",
                    f'What is the phone of the supplier of the SKU of "{invoice[i]}"?',
                    phones[of_supplier[sold[i]]],
                ),
                Fact(
                    "join of 4",
                    f'What is the rate to USD of the currency of the supplier of the SKU of "{invoice[i]}"?',
                    (1.1273, 1.0841, 0.2519)[of_supplier[sold[i]] % 3],
                ),
                Fact(
                    "sum over a join",
                    f'What is the sum of units on {name} of the SKU of "{products[p]}"?',
                    float(units[sold == p].sum()),
                ),
                Fact("largest", f"What is the largest amount on {name}?", float(amount.max())),
            ]
    k = int(rng.integers(0, len(products)))
    facts += [
        Fact("spelling", f'What is the list price of "{products[k].upper()}"?', prices[k]),
        Fact("accents", f'What is the manager of "{plain(cities[13])}"?', people[of_person[13]]),
        Fact("nearly", f'What is the phone of "{suppliers[7].replace("Harbor", "Harbr")}"?', phones[7]),
        Fact("join", f'What is the target 2025 of the city of "{stores[77]}"?', made[5].value(79, 2)),
        Fact(
            "join", f'What is the extension of the manager of "{cities[31]}"?', made[3].value(2 + int(of_person[31]), 2)
        ),
    ]
    return tuple(made[6:] + made[:6]), tuple(facts)


_LAST = """
    Weber Rossi Novák Silva Berg Costa Dubois Eriksen Fischer García Horvat Ivanov Jansen Kowalski Lindqvist Meyer Nowak
    Olsen Pires Quinn Ruiz Sato Tanaka Ueda Vidal Wolf Xu Yilmaz Zeller Arnold Bauer Conti Diaz Engel Favre Grant Hansen
    Ito Jung Keller
""".split()  # noqa: SIM905 - a list would be a page long


def _day(number: int) -> datetime:
    return datetime(2023, 1, 1) + timedelta(days=number)


def plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
