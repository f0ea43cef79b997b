"""One classification of number formats, and which currency they name."""

from __future__ import annotations

import pytest

from sheetllm_xl.display import FormatKind, currency, decimals, format_kind


@pytest.mark.parametrize(
    ("code", "kind", "sign"),
    [
        ("", FormatKind.GENERAL, ""),
        ("General", FormatKind.GENERAL, ""),
        ("@", FormatKind.TEXT, ""),
        ('"Item "@', FormatKind.TEXT, ""),
        (";;;", FormatKind.GENERAL, ""),
        ('"yes";"no"', FormatKind.GENERAL, ""),
        ("0", FormatKind.NUMBER, ""),
        ('0 "h"', FormatKind.NUMBER, ""),
        ('0 "USD"', FormatKind.NUMBER, ""),
        ('0.0"%"', FormatKind.NUMBER, ""),
        ("[$-409]#,##0.00", FormatKind.NUMBER, ""),
        ("[$-x-sysdate]0", FormatKind.NUMBER, ""),
        ("#,##0_€", FormatKind.NUMBER, ""),
        ("0%", FormatKind.PERCENT, ""),
        ('[<0]"";0%', FormatKind.PERCENT, ""),
        ("$#,##0", FormatKind.CURRENCY, "$"),
        ("\\£0", FormatKind.CURRENCY, "£"),
        ('#,##0 "€"', FormatKind.CURRENCY, "€"),
        ("[$CHF-807] 0", FormatKind.CURRENCY, "CHF"),
        ("[$USD] 0", FormatKind.CURRENCY, "USD"),
        ("0 [$₹-4009]", FormatKind.CURRENCY, "₹"),
        ('_("$"* #,##0_);_("$"* (#,##0);_("$"* "-"_);_(@_)', FormatKind.CURRENCY, "$"),
        ("m/d/yy", FormatKind.DATE, ""),
        ("[$-409]mmm-yy;@", FormatKind.DATE, ""),
        ('[=0]"";d.m.yyyy', FormatKind.DATE, ""),
        ("0;-0;yyyy", FormatKind.DATE, ""),
        ('[$-411]ggge"年"', FormatKind.DATE, ""),
        ("m/d/yy h:mm", FormatKind.DATE, ""),
        ("h:mm", FormatKind.TIME, ""),
        ("mm:ss", FormatKind.TIME, ""),
        ("[h]:mm", FormatKind.ELAPSED, ""),
        ("[=0]?;[<4][hh]:mm;[hh]", FormatKind.ELAPSED, ""),
        ("[Red]0", FormatKind.NUMBER, ""),
        ("# ?/?", FormatKind.FRACTION, ""),
        ("0.0E+0", FormatKind.SCIENTIFIC, ""),
        ('0"', FormatKind.GENERAL, ""),
        ("0" * 256, FormatKind.GENERAL, ""),
    ],
)
def test_what_a_format_is_of(code: str, kind: FormatKind, sign: str) -> None:
    assert (format_kind(code), currency(code)) == (kind, sign)


@pytest.mark.parametrize(
    ("code", "count"),
    [("0", 0), ("0.00", 2), ('"a.b"0.0', 1), ("0.0E+00", 1), ('[=0]"-";0.0#', 2), ("0\\.0", 0), ('0"', 0)],
)
def test_decimals(code: str, count: int) -> None:
    assert decimals(code) == count
