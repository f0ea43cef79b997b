"""The icons as PNG, drawn from their SVG sources with the standard library alone, so that a build needs no renderer.

The sources keep to a small part of SVG: ``rect`` (x, y, width, height, rx), ``circle`` and ``path`` (absolute M L H V C
Z) on a square view box, with ``fill``, ``stroke`` and ``stroke-width``; caps and joins are round. Anything else raises
ValueError.
"""

from __future__ import annotations

import math
import re
import struct
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from xml.etree import ElementTree

FOLDER = Path(__file__).parent / "icons"
PIXELS = 64  # twice the 32 of a large button, four times the 16 of a small one: Office scales down cleanly

_SVG = "{http://www.w3.org/2000/svg}"
_LINES_A_PIXEL = 8
_NUMBERS_TAKEN = {"M": 2, "L": 2, "H": 1, "V": 1, "C": 6, "Z": 0}

Point = tuple[float, float]
Outline = list[Point]
Colour = tuple[int, int, int]


def icon_names() -> list[str]:
    """The icons there are, in the order of the alphabet."""
    return sorted(path.stem for path in FOLDER.glob("*.svg"))


def png(svg: str, pixels: int = PIXELS) -> bytes:
    """The drawing as a square PNG with transparency, ``pixels`` wide. The same bytes for the same source."""
    root = ElementTree.fromstring(svg)  # noqa: S314 - our own source, not a stranger's
    scale = pixels / float(root.attrib["viewBox"].split()[2])
    canvas = [(0.0, 0.0, 0.0, 0.0)] * (pixels * pixels)
    for element in root:
        for colour, outlines in _painted(element):
            scaled = [[(x * scale, y * scale) for x, y in outline] for outline in outlines]
            _lay(canvas, coverage(scaled, pixels), colour)
    return _encoded(canvas, pixels)


def coverage(outlines: list[Outline], pixels: int) -> list[float]:
    """How much of each pixel, 0 to 1, lies inside the closed outlines (winding number not 0); row by row."""
    covered = [0.0] * (pixels * pixels)
    for line, crossings in enumerate(_crossings(outlines, pixels * _LINES_A_PIXEL)):
        winding, start = 0, 0.0
        for x, turn in sorted(crossings):
            if winding == 0:
                start = x
            winding += turn
            if winding == 0:
                _fill_span(covered, line // _LINES_A_PIXEL * pixels, pixels, start, x)
    return [min(1.0, part / _LINES_A_PIXEL) for part in covered]


def _crossings(outlines: list[Outline], lines: int) -> list[list[tuple[float, int]]]:
    """Per scan line, through its middle, where the outlines cross it and which way."""
    found: list[list[tuple[float, int]]] = [[] for _ in range(lines)]
    for outline in outlines:
        for (x0, y0), (x1, y1) in zip(outline, outline[1:] + outline[:1], strict=True):
            turn, top, bottom = (1, y0, y1) if y0 < y1 else (-1, y1, y0)
            first, last = (math.ceil(y * _LINES_A_PIXEL - 0.5) for y in (top, bottom))
            for line in range(max(0, first), min(lines, last)):
                y = (line + 0.5) / _LINES_A_PIXEL
                found[line].append((x0 + (y - y0) * (x1 - x0) / (y1 - y0), turn))
    return found


def _fill_span(covered: list[float], row: int, pixels: int, left: float, right: float) -> None:
    left, right = max(0.0, left), min(float(pixels), right)
    for column in range(math.floor(left), math.ceil(right)):
        covered[row + column] += max(0.0, min(right, column + 1) - max(left, column))


def _painted(element: ElementTree.Element) -> Iterator[tuple[Colour, list[Outline]]]:
    lines = list(_lines(element))
    fill, stroke = element.get("fill", "none"), element.get("stroke", "none")
    if fill != "none":
        yield _colour(fill), [points for points, _ in lines]
    if stroke != "none":
        half = float(element.get("stroke-width", "2")) / 2
        yield _colour(stroke), [part for points, closed in lines for part in _stroked(points, closed, half)]


def _lines(element: ElementTree.Element) -> Iterator[tuple[Outline, bool]]:
    kind = element.tag.removeprefix(_SVG)
    number = {name: float(element.get(name, "0")) for name in ("x", "y", "width", "height", "rx", "cx", "cy", "r")}
    if kind == "circle":
        yield _arc(number["cx"], number["cy"], number["r"], 0, 64), True
    elif kind == "rect":
        x, y, wide, high, r = (number[name] for name in ("x", "y", "width", "height", "rx"))
        corners = [(x + wide - r, y + high - r), (x + r, y + high - r), (x + r, y + r), (x + wide - r, y + r)]
        yield [point for turn, corner in enumerate(corners) for point in _arc(*corner, r, turn * 16, 17)], True
    elif kind == "path":
        yield from _path(element.attrib["d"])
    else:
        raise ValueError(f"an icon may not hold <{kind}>")


def _arc(x: float, y: float, r: float, first: int, count: int) -> Outline:
    angles = (2 * math.pi * step / 64 for step in range(first, first + count))
    return [(x + r * math.cos(angle), y + r * math.sin(angle)) for angle in angles]


def _path(drawn: str) -> Iterator[tuple[Outline, bool]]:
    points: Outline = []
    for command, rest in re.findall(r"([A-Za-z])([^A-Za-z]*)", drawn):
        numbers = [float(number) for number in rest.replace(",", " ").split()]
        if len(numbers) != _NUMBERS_TAKEN.get(command):
            raise ValueError(f"an icon's path may not say {command}{rest}")
        if command in "MZ" and len(points) > 1:
            yield points, command == "Z"
        if command == "M":
            points = [(numbers[0], numbers[1])]
        elif command == "Z":
            points = points[:1]
        else:
            points.extend(_reached(points[-1], command, numbers))
    if len(points) > 1:
        yield points, False


def _reached(start: Point, command: str, numbers: list[float]) -> Iterable[Point]:
    if command == "L":
        return [(numbers[0], numbers[1])]
    if command == "H":
        return [(numbers[0], start[1])]
    if command == "V":
        return [(start[0], numbers[0])]
    corners = [start, *zip(numbers[::2], numbers[1::2], strict=True)]
    return [_bezier(corners, step / 16) for step in range(1, 17)]


def _bezier(corners: list[Point], t: float) -> Point:
    weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3]
    x = sum(weight * corner[0] for weight, corner in zip(weights, corners, strict=True))
    return x, sum(weight * corner[1] for weight, corner in zip(weights, corners, strict=True))


def _stroked(points: Outline, closed: bool, half: float) -> Iterator[Outline]:
    """A round pen drawn along the line: a disc at each point and a bar between them, all turning the same way."""
    for x, y in points:
        yield _arc(x, y, half, 0, 64)
    ends = points[1:] + points[:1] if closed else points[1:]
    for (x0, y0), (x1, y1) in zip(points, ends, strict=False):
        length = math.hypot(x1 - x0, y1 - y0)
        if length:
            dx, dy = half * (y1 - y0) / length, half * (x0 - x1) / length
            yield [(x0 + dx, y0 + dy), (x1 + dx, y1 + dy), (x1 - dx, y1 - dy), (x0 - dx, y0 - dy)]


def _colour(text: str) -> Colour:
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise ValueError(f"an icon's colour is #rrggbb, not {text}")
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def _lay(canvas: list[tuple[float, float, float, float]], covered: list[float], colour: Colour) -> None:
    """Paint over: premultiplied, as Porter and Duff's «over»."""
    for place, part in enumerate(covered):
        if part:
            under = 1 - part
            red, green, blue, opaque = canvas[place]
            mixed = [shade * part + below * under for shade, below in zip(colour, (red, green, blue), strict=True)]
            canvas[place] = (mixed[0], mixed[1], mixed[2], part + opaque * under)


def _encoded(canvas: list[tuple[float, float, float, float]], pixels: int) -> bytes:
    rows = bytearray()
    for row in range(pixels):
        rows.append(0)  # no filter
        for red, green, blue, opaque in canvas[row * pixels : (row + 1) * pixels]:
            rows.extend(round(shade / opaque) if opaque else 0 for shade in (red, green, blue))
            rows.append(round(opaque * 255))
    header = struct.pack(">IIBBBBB", pixels, pixels, 8, 6, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", zlib.compress(bytes(rows), 9)), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in chunks
    )
