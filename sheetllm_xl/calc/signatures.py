"""What each function takes and gives, as far as it bears on arrays; from Excel's function reference.

A letter a parameter: ``s`` one value (several are taken one by one), ``a`` any number of values, ``r`` a range whose
size must be that of the other ranges, ``c`` a list in braces that is the same as an argument each; what stands in
parentheses repeats. A function that is not listed takes single values alone.
"""

from __future__ import annotations


def words(text: str) -> frozenset[str]:
    """The words of a text."""
    return frozenset(text.split())


_ANY = """
AND AVEDEV AVERAGE AVERAGEA CONCAT COUNT COUNTA DEVSQ GEOMEAN GCD HARMEAN KURT LCM MAX MAXA MEDIAN MIN MINA MODE
MODE.SNGL MULTINOMIAL OR PRODUCT SKEW SKEW.P STDEV STDEV.P STDEV.S STDEVA STDEVP STDEVPA SUM SUMPRODUCT SUMSQ VAR VAR.P
VAR.S VARA VARP VARPA XOR HSTACK VSTACK
"""
_LISTED = """
COUNTBLANK a
ROWS a
COLUMNS a
AREAS a
IRR as
MIRR ass
NPV s(a)
XNPV saa
XIRR aas
LARGE as
SMALL as
PERCENTILE as
PERCENTILE.EXC as
PERCENTILE.INC as
PERCENTRANK ass
PERCENTRANK.EXC ass
PERCENTRANK.INC ass
QUARTILE as
QUARTILE.EXC as
QUARTILE.INC as
TRIMMEAN as
RANK sas
RANK.AVG sas
RANK.EQ sas
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
FORECAST saa
FORECAST.LINEAR saa
PERCENTOF aa
PROB aass
CHISQ.TEST aa
F.TEST aa
T.TEST aass
Z.TEST ass
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
VLOOKUP sass
HLOOKUP sass
LOOKUP saa
XLOOKUP saasss
INDEX ass
TEXTJOIN ss(a)
NETWORKDAYS ssa
WORKDAY ssa
NETWORKDAYS.INTL sssa
WORKDAY.INTL sssa
FREQUENCY aa
FVSCHEDULE sa
SERIESSUM sssa
MDETERM a
MINVERSE a
MMULT aa
TRANSPOSE a
FILTER aas
SORT aaas
SORTBY a(as)
UNIQUE ass
TAKE ass
DROP ass
CHOOSECOLS a(c)
CHOOSEROWS a(c)
TOCOL ass
TOROW ass
WRAPCOLS ass
WRAPROWS ass
EXPAND asss
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
"""
_PARAMETERS = dict.fromkeys(_ANY.split(), "(a)") | dict(line.split() for line in _LISTED.strip().splitlines())

ARRAYS = words("""
CHOOSECOLS CHOOSEROWS COLUMN DROP EXPAND FILTER FREQUENCY GROWTH HSTACK LINEST LOGEST MINVERSE MMULT MUNIT ROW
SEQUENCE SORT SORTBY TAKE TEXTSPLIT TOCOL TOROW TRANSPOSE TREND UNIQUE VSTACK WRAPCOLS WRAPROWS
""")
"""Functions that give many values."""

CHOOSERS = frozenset({"IF", "IFERROR", "IFNA"})
"""Functions that hand on one of their arguments as it is, value by value."""

CONDITIONAL = frozenset({"AVERAGEIF", "AVERAGEIFS", "COUNTIF", "COUNTIFS", "MAXIFS", "MINIFS", "SUMIF", "SUMIFS"})
"""Functions over the cells that meet a criterion."""

PAIRED = words("""
CORREL COVARIANCE.P COVARIANCE.S FORECAST FORECAST.LINEAR INTERCEPT MMULT PEARSON PROB RSQ SLOPE STEYX SUMX2MY2
SUMX2PY2 SUMXMY2 XIRR
""")
"""Functions that IronCalc gives #VALUE! for where their ranges lie on different sheets."""


def parameters(name: str, count: int) -> str:
    """The letters of ``count`` arguments.

    >>> parameters("SUMIFS", 5), parameters("LEFT", 2), parameters("SUM", 3)
    ('rrsrs', 'ss', 'aaa')
    """
    first, _, repeated = _PARAMETERS.get(name, "(s)").rstrip(")").partition("(")
    while len(first) < count and repeated:
        first += repeated
    return first[:count].ljust(count, "s")
