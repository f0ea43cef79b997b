"""Where the page's window stands: on Excel's screen, beside it where there is room."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from sheetllm_xl.ribbon.placing import Box, beside, place

EDGE = st.integers(-5_000, 5_000)


@st.composite
def boxes(draw: st.DrawFn, least: int = 1) -> Box:
    left, top = draw(EDGE), draw(EDGE)
    return Box(left, top, left + draw(st.integers(least, 5_000)), top + draw(st.integers(least, 3_000)))


class Windows:
    """What of win32gui and win32api is used: one window of Excel's, on a screen left of the first."""

    error = type("error", (Exception,), {})
    MONITOR = 65_537

    def GetWindowRect(self, window: int) -> tuple[int, int, int, int]:
        if window != 42:
            raise self.error(1400, "GetWindowRect", "Invalid window handle.")
        return -1_920, 0, -900, 1_000

    def MonitorFromWindow(self, window: int, flags: int) -> int:
        return self.MONITOR if flags == 2 else 0

    def GetMonitorInfo(self, monitor: int) -> dict[str, Any]:
        assert monitor == self.MONITOR
        return {"Monitor": (-1_920, 0, 0, 1_080), "Work": (-1_920, 0, 0, 1_040), "Flags": 0, "Device": "2"}


@given(boxes(), boxes(least=300))
def test_the_window_is_on_excel_s_screen_as_a_whole(excel: Box, screen: Box) -> None:
    at = beside(excel, screen)
    assert screen.left <= at.left < at.right <= screen.right
    assert screen.top <= at.top < at.bottom <= screen.bottom
    assert at.right - at.left == min(460, screen.right - screen.left)
    assert at.bottom - at.top >= min(600, screen.bottom - screen.top)


@given(boxes(), boxes(least=300))
def test_it_covers_excel_only_where_the_screen_has_no_room_beside(excel: Box, screen: Box) -> None:
    at = beside(excel, screen)
    assert at.left >= excel.right or at.right == screen.right


def test_a_small_or_minimized_excel_leaves_the_whole_height() -> None:
    assert beside(Box(100, 300, 700, 600), Box(0, 0, 1_366, 728)) == Box(700, 0, 1_160, 728)
    assert beside(Box(-32_000, -32_000, -31_840, -31_972), Box(0, 0, 1_366, 728)) == Box(0, 0, 460, 728)


def test_windows_says_where_excel_is_and_a_window_that_is_gone_has_no_place() -> None:
    windows = Windows()
    assert place(42, windows, windows) == Box(-900, 0, -440, 1_000)
    assert place(43, windows, windows) is None
    assert Box(-900, 0, -440, 1_000).fragment == "#at=-900,0,460,1000"
    assert place(0, windows, windows) is None
    assert place(42) is None  # another system
