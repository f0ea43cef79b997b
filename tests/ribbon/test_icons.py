"""The icons: drawn from their sources without a renderer, as a browser would draw them."""

from __future__ import annotations

import shutil
import struct
import subprocess
import zlib
from pathlib import Path

import pytest

from ribbon.icons import FOLDER, PIXELS, coverage, icon_names, png

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" stroke-linecap="round" stroke-linejoin="round">'


def pixels(content: bytes) -> list[list[tuple[int, ...]]]:
    """RGBA rows of a PNG with eight bits a channel, any filter; a missing alpha is opaque."""
    wide, high, depth, colours = struct.unpack(">IIBB", content[16:26])
    assert depth == 8
    packed, place, size = b"", 8, {2: 3, 6: 4}[colours]
    while place < len(content):
        length = int.from_bytes(content[place : place + 4], "big")
        if content[place + 4 : place + 8] == b"IDAT":
            packed += content[place + 8 : place + 8 + length]
        place += length + 12
    raw, rows, above = zlib.decompress(packed), [], bytearray(wide * size)
    for row in range(high):
        line = bytearray(raw[row * (wide * size + 1) + 1 : (row + 1) * (wide * size + 1)])
        unfilter(raw[row * (wide * size + 1)], line, above, size)
        rows.append([(*line[x : x + 3], line[x + 3] if size == 4 else 255) for x in range(0, len(line), size)])
        above = line
    return rows


def unfilter(kind: int, line: bytearray, above: bytearray, size: int) -> None:
    for place in range(len(line)):
        left = line[place - size] if place >= size else 0
        corner = above[place - size] if place >= size else 0
        up = above[place]
        nearest = min(
            (abs(up - corner), 0, left), (abs(left - corner), 1, up), (abs(left + up - 2 * corner), 2, corner)
        )
        line[place] = (line[place] + [0, left, up, (left + up) // 2, nearest[2]][kind]) & 255


@pytest.mark.parametrize("name", icon_names())
def test_an_icon_is_a_square_png_with_something_on_it(name: str) -> None:
    rows = pixels(png((FOLDER / f"{name}.svg").read_text(encoding="utf-8")))
    assert len(rows) == len(rows[0]) == PIXELS
    opaque = sum(pixel[3] > 128 for row in rows for pixel in row)
    assert 0.1 < opaque / PIXELS**2 < 0.9
    assert all(row[0][3] == row[-1][3] == 0 for row in (rows[0], rows[-1])), "the corners are clear"


def test_a_square_covers_what_it_covers() -> None:
    half = coverage([[(1.0, 1.0), (3.5, 1.0), (3.5, 3.0), (1.0, 3.0)]], 4)
    assert half == [0, 0, 0, 0, 0, 1, 1, 0.5, 0, 1, 1, 0.5, 0, 0, 0, 0]


def test_overlapping_outlines_of_one_stroke_count_once() -> None:
    square = [(0.0, 0.0), (2.0, 0.0), (2.0, 2.0), (0.0, 2.0)]
    assert coverage([square, square], 2) == [1, 1, 1, 1]


@pytest.mark.parametrize(
    "element",
    [
        '<text x="1" y="1">?</text>',
        '<path d="M1 1 A2 2 0 0 1 3 3" fill="#000000"/>',
        '<rect width="9" height="9" fill="red"/>',
    ],
)
def test_what_it_cannot_draw_is_refused(element: str) -> None:
    with pytest.raises(ValueError, match="icon"):
        png(f"{HEAD}{element}</svg>")


@pytest.mark.skipif(shutil.which("chromium") is None, reason="no chromium to compare with")
def test_a_browser_draws_the_same(tmp_path: Path) -> None:
    sources = [(FOLDER / f"{name}.svg").read_text(encoding="utf-8") for name in icon_names()]
    sized = "".join(source.replace("<svg ", f'<svg width="{PIXELS}" height="{PIXELS}" ', 1) for source in sources)
    page = (
        f"<style>body{{margin:0;background:#fff;display:flex;flex-direction:column}}svg{{display:block}}</style>{sized}"
    )
    (tmp_path / "icons.html").write_text(f"<!doctype html>{page}", encoding="utf-8")
    command = [
        "chromium",
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        "--hide-scrollbars",
        f"--user-data-dir={tmp_path}",
    ]
    command += [f"--screenshot={tmp_path / 'icons.png'}", f"--window-size={PIXELS},{PIXELS * len(sources)}"]
    subprocess.run([*command, (tmp_path / "icons.html").as_uri()], check=True, capture_output=True, timeout=100)
    browser = pixels((tmp_path / "icons.png").read_bytes())
    for place, (name, source) in enumerate(zip(icon_names(), sources, strict=True)):
        ours = [on_white(pixel) for row in pixels(png(source)) for pixel in row]
        theirs = [
            channel for row in browser[place * PIXELS : (place + 1) * PIXELS] for pixel in row for channel in pixel[:3]
        ]
        mine = [channel for pixel in ours for channel in pixel]
        assert sum(abs(a - b) for a, b in zip(mine, theirs, strict=True)) / len(mine) < 1.5, name


def on_white(pixel: tuple[int, ...]) -> tuple[float, ...]:
    part = pixel[3] / 255
    return tuple(channel * part + 255 * (1 - part) for channel in pixel[:3])
