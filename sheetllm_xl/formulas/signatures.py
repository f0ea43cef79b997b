"""What each function takes and gives, as far as it bears on arrays; from Excel's function reference.

A letter a parameter: ``s`` one value (several are taken one by one), ``n`` one number, ``t`` one text, ``v`` a number
or else a text, ``a`` any number of values, ``r`` a range whose size must be that of the other ranges, ``c`` a list in
braces that is the same as an argument each; what stands in parentheses repeats. A function that is not listed takes
numbers alone.
"""

from __future__ import annotations


def names(text: str) -> frozenset[str]:
    """The functions named in a text."""
    return frozenset(text.split())


_ANY = """
AND AVEDEV AVERAGE AVERAGEA CONCAT COUNT COUNTA DEVSQ GEOMEAN GCD HARMEAN KURT LCM MAX MAXA MEDIAN MIN MINA MODE
MODE.MULT MODE.SNGL MULTINOMIAL OR PRODUCT SKEW SKEW.P STDEV STDEV.P STDEV.S STDEVA STDEVP STDEVPA SUM SUMPRODUCT SUMSQ
VAR VAR.P VAR.S VARA VARP VARPA XOR HSTACK VSTACK
"""
_LISTED = """
COUNTBLANK a
ROWS a
COLUMNS a
AREAS a
IRR an
MIRR ann
NPV n(a)
XNPV naa
XIRR aan
LARGE an
SMALL an
PERCENTILE an
PERCENTILE.EXC an
PERCENTILE.INC an
PERCENTRANK ann
PERCENTRANK.EXC ann
PERCENTRANK.INC ann
QUARTILE an
QUARTILE.EXC an
QUARTILE.INC an
TRIMMEAN an
RANK nan
RANK.AVG nan
RANK.EQ nan
CORREL aa
PEARSON aa
COVARIANCE.P aa
COVARIANCE.S aa
RSQ aa
SLOPE aa
INTERCEPT aa
STEYX aa
SUMX2MY2 aa
SUMX2PY2 aa
SUMXMY2 aa
FORECAST naa
FORECAST.LINEAR naa
PERCENTOF aa
PROB aann
CHISQ.TEST aa
F.TEST aa
T.TEST aann
Z.TEST ann
COUNTIF rs
COUNTIFS (rs)
SUMIF rsr
SUMIFS r(rs)
AVERAGEIF rsr
AVERAGEIFS r(rs)
MAXIFS r(rs)
MINIFS r(rs)
MATCH sass
XMATCH sass
VLOOKUP sans
HLOOKUP sans
LOOKUP saa
XLOOKUP saasss
INDEX ann
TEXTJOIN as(a)
NETWORKDAYS nna
WORKDAY nna
NETWORKDAYS.INTL nnsa
WORKDAY.INTL nnsa
FREQUENCY aa
FVSCHEDULE na
SERIESSUM nnna
MDETERM a
MINVERSE a
MMULT aa
TRANSPOSE a
FILTER aas
SORT aaas
SORTBY a(as)
UNIQUE ass
TAKE ann
DROP ann
CHOOSECOLS a(c)
CHOOSEROWS a(c)
TOCOL ann
TOROW ann
WRAPCOLS ans
WRAPROWS ans
EXPAND anns
LINEST aass
LOGEST aass
TREND aaas
GROWTH aaas
DAVERAGE asa
DCOUNT asa
DCOUNTA asa
DGET asa
DMAX asa
DMIN asa
DPRODUCT asa
DSTDEV asa
DSTDEVP asa
DSUM asa
DVAR asa
DVARP asa
ROW a
COLUMN a
ADDRESS nnnst
ARABIC t
ARRAYTOTEXT as
BIN2DEC s
BIN2HEX s
BIN2OCT s
CLEAN t
CODE t
CONCATENATE (s)
CONVERT nss
DATEDIF nns
DATEVALUE s
DECIMAL tn
ERROR.TYPE s
EXACT tt
FIND ttn
FIXED nns
HEX2BIN s
HEX2DEC s
HEX2OCT s
IFS (s)
ISBLANK s
ISERR s
ISERROR s
ISLOGICAL s
ISNA s
ISNONTEXT s
ISNUMBER s
ISTEXT s
LEFT tn
LEN t
LOWER t
MID tnn
N s
NOT s
NUMBERVALUE ttt
OCT2BIN s
OCT2DEC s
OCT2HEX s
PROPER t
REPLACE snns
REPT sn
RIGHT tn
SEARCH ttn
SUBSTITUTE sssn
SWITCH (s)
T s
TEXT vs
TEXTAFTER ttnnns
TEXTBEFORE ttnnns
TEXTSPLIT taasss
TIMEVALUE s
TRIM t
UNICODE t
UPPER t
VALUE s
VALUETOTEXT vs
"""
ANY = names(_ANY)
"""Functions of any number of lists of values."""

_PARAMETERS = dict.fromkeys(ANY, "(a)") | dict(line.split() for line in _LISTED.strip().splitlines())

ARRAYS = names("""
CHOOSECOLS CHOOSEROWS COLUMN DROP EXPAND FILTER FREQUENCY GROWTH HSTACK LINEST LOGEST MINVERSE MMULT MODE.MULT MUNIT ROW
SEQUENCE SORT SORTBY TAKE TEXTSPLIT TOCOL TOROW TRANSPOSE TREND UNIQUE VSTACK WRAPCOLS WRAPROWS
""")
"""Functions that give many values."""

CHOOSERS = frozenset({"IF", "IFERROR", "IFNA"})
"""Functions that hand on one of their arguments as it is, value by value."""

PASSERS = names("""
CHOOSECOLS CHOOSEROWS DGET DROP EXPAND FILTER HLOOKUP HSTACK IF IFERROR IFNA IFS INDEX LARGE LOOKUP MAX MAXIFS
MEDIAN MIN MINIFS MODE MODE.SNGL SMALL SORT SORTBY SWITCH TAKE TOCOL TOROW TRANSPOSE UNIQUE VLOOKUP VSTACK WRAPCOLS
WRAPROWS XLOOKUP
""")
"""Functions that give what they find."""

TEXTUAL = names("""
& ADDRESS ARRAYTOTEXT BASE BIN2HEX BIN2OCT CHAR CLEAN CONCAT CONCATENATE DEC2BIN DEC2HEX DEC2OCT DOLLAR FIXED HEX2BIN
HEX2OCT LEFT LOWER MID OCT2BIN OCT2HEX PROPER REPLACE REPT RIGHT ROMAN SUBSTITUTE T TEXT TEXTAFTER TEXTBEFORE TEXTJOIN
TEXTSPLIT TRIM UNICHAR UPPER VALUETOTEXT
""")
"""Functions that make texts; the others that are no passers make numbers or TRUE and FALSE."""

CONDITIONAL = frozenset({"AVERAGEIF", "AVERAGEIFS", "COUNTIF", "COUNTIFS", "MAXIFS", "MINIFS", "SUMIF", "SUMIFS"})
"""Functions over the cells that meet a criterion."""


COUNTING = names("""
AVERAGE AVERAGEIF AVERAGEIFS COUNT GEOMEAN HARMEAN LARGE MAX MAXIFS MEDIAN MIN MINIFS MODE MODE.SNGL PERCENTILE
PERCENTILE.EXC PERCENTILE.INC PRODUCT QUARTILE QUARTILE.EXC QUARTILE.INC RANK RANK.AVG RANK.EQ SMALL STDEV STDEV.P
STDEV.S STDEVP SUM SUMIF SUMIFS SUMPRODUCT SUMSQ VAR VAR.P VAR.S VARP
""")
"""Functions that take numbers from cells and pass over text."""


def parameters(name: str, count: int) -> str:
    """The letters of ``count`` arguments.

    >>> parameters("SUMIFS", 5), parameters("LEFT", 2), parameters("SUM", 3)
    ('rrsrs', 'tn', 'aaa')
    """
    first, _, repeated = _PARAMETERS.get(name, "(n)").rstrip(")").partition("(")
    while len(first) < count and repeated:
        first += repeated
    return first[:count].ljust(count, "s")
