"""The README's plots, as SVG files beside this program: python -m tests.bench.plots FIGURES.json

FIGURES.json is what ``python -m tests.bench.peers --json FIGURES.json`` kept. Tokens a stage are counted (our estimate)
over the corpus's sheets of more than 4,000 vanilla tokens; without a corpus that plot stays as it is.
"""

from __future__ import annotations

import itertools
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path

from sheetllm_xl.compress import DEFAULT, compress

from .corpus import CORPUS, sheets

FOLDER = Path(__file__).with_name("plots")
COLORS = ("#0072b2", "#56b4e9", "#d55e00", "#cc79a7", "#009e73")  # Okabe and Ito's, told apart by most eyes
WIDE, HIGH, LEFT, TOP, RIGHT, BOTTOM = 730, 400, 80, 46, 170, 50
LONG = 4_000
_MODULES = {"vanilla": "every cell", "anchors": "anchors", "inverted": "inverted index", "formats": "types"}
Points = Sequence[tuple[float, float]]


def frame(title: str, body: Iterable[str], high: int = HIGH) -> str:
    """A picture on white, so that it can be read on a dark page too."""
    return "\n".join((
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {high}" width="{WIDE}" height="{high}" '
        'font-family="Helvetica, Arial, sans-serif" font-size="13" fill="#222">',
        f'<rect width="{WIDE}" height="{high}" fill="#fff"/>',
        words(LEFT, 26, title, "start", 'font-size="16" font-weight="bold"'),
        *body,
        "</svg>\n",
    ))  # fmt: skip


def words(x: float, y: float, text: str, anchor: str = "start", rest: str = "") -> str:
    """A line of text."""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" {rest}>{escape(text)}</text>'.replace(" >", ">")


def curves(title: str, unit: str, lines: Mapping[str, Points]) -> str:
    """Curves on two logarithmic axes, cells and ``unit``, each named at its end."""
    drawn = {name: points for name, points in lines.items() if points}
    heights = [y for points in drawn.values() for _, y in points]
    low, most = math.floor(math.log10(min(heights))), math.ceil(math.log10(max(heights)))

    def at(x: float, y: float) -> tuple[float, float]:
        across = (math.log10(x) - 3) / 3
        up = (math.log10(y) - low) / (most - low)
        return LEFT + across * (WIDE - LEFT - RIGHT), HIGH - BOTTOM - up * (HIGH - TOP - BOTTOM)

    body = []
    for power in range(low, most + 1):
        _, y = at(1000, 10**power)
        body.append(f'<line x1="{LEFT}" y1="{y:.1f}" x2="{WIDE - RIGHT}" y2="{y:.1f}" stroke="#ddd"/>')
        body.append(words(LEFT - 8, y + 4, f"{10.0**power:,g} {unit}", "end"))
    for power, name in enumerate(("1,000", "10,000", "100,000", "1,000,000 cells"), 3):
        x, _ = at(10**power, 10**low)
        body.append(words(x, HIGH - BOTTOM + 20, name, "middle"))
    named = zip(drawn, COLORS, apart([at(*points[-1]) for points in drawn.values()], 16), strict=False)
    labels = []
    for name, color, (right, end) in named:
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in (at(*point) for point in drawn[name]))
        body.append(f'<polyline points="{path}" fill="none" stroke="{color}" stroke-width="2.5"/>')
        body += [
            f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{color}"/>' for x, y in (at(*p) for p in drawn[name])
        ]
        halo = 'paint-order="stroke" stroke="#fff" stroke-width="5"'
        labels.append(words(right + 10, end + 4, name, "start", f'fill="{color}" {halo}'))
    body += labels
    return frame(title, body)


def apart(places: Sequence[tuple[float, float]], least: float) -> list[tuple[float, float]]:
    """The places, moved down where two on one vertical would be nearer than ``least``."""
    moved = list(places)
    order = sorted(range(len(places)), key=lambda i: places[i])
    for before, after in itertools.pairwise(order):
        if places[before][0] == places[after][0]:
            moved[after] = (places[after][0], max(places[after][1], moved[before][1] + least))
    return moved


def bars(title: str, heights: Mapping[str, float]) -> str:
    """Bars one under the other, each with its number and how many times smaller than the first it is."""
    most, step, body = max(heights.values()), 44, []
    first = next(iter(heights.values()))
    for i, (name, height) in enumerate(heights.items()):
        y = TOP + 10 + i * step
        long = max(1.5, height / most * (WIDE - LEFT - RIGHT - 130))
        ratio = "" if i == 0 else f"  1/{first / height:.1f}"
        body.append(words(LEFT + 40, y + 18, name, "end"))
        body.append(f'<rect x="{LEFT + 50}" y="{y}" width="{long:.1f}" height="26" fill="{COLORS[0]}"/>')
        body.append(words(LEFT + 58 + long, y + 18, f"{height:,.0f}{ratio}"))
    return frame(title, body, TOP + 20 + step * len(heights))


def stages() -> dict[str, float]:
    """Tokens after each module of the default profile, over the long sheets of the corpus."""
    totals = dict.fromkeys(_MODULES.values(), 0.0)
    for _, sheet in sheets("detection"):
        found = {stage.name: stage.tokens for stage in compress(sheet, DEFAULT).stages}
        if found["vanilla"] > LONG:
            left = float(found["vanilla"])
            for name, module in _MODULES.items():
                left = found.get(name, left)
                totals[module] += left
    return totals


def main() -> None:
    """Write the files."""
    found = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    FOLDER.mkdir(exist_ok=True)
    names = list(dict.fromkeys(one["name"] for one in found))
    told = {name: [one for one in found if one["name"] == name and "error" not in one] for name in names}
    seconds = {name: [(one["cells"], one["read"] + one["encode"]) for one in ones] for name, ones in told.items()}
    memory = {name: [(one["cells"], one["peak"]) for one in ones] for name, ones in told.items()}
    (FOLDER / "time.svg").write_text(curves("From the .xlsx file to the encoding, CPU seconds", "s", seconds), "utf-8")
    (FOLDER / "memory.svg").write_text(curves("Peak memory, file and encoding, MB", "MB", memory), "utf-8")
    if CORPUS.is_dir():
        picture = bars("Tokens after each module, sheets of more than 4,000 vanilla tokens", stages())
        (FOLDER / "tokens.svg").write_text(picture, "utf-8")


if __name__ == "__main__":
    main()
