"""Which formulas are computed: functions of values alone, over cells that the text names, of bounded size."""

from __future__ import annotations

from ..errors import InputError, NotComputed
from .formula import Formula, parse

LONGEST = 4000  # characters; Excel's own bound is 8192
DEEPEST = 64  # levels of nesting, as in Excel

_ALLOWED = """
ABS ACOS ACOSH ACOT ACOTH ADDRESS AND ARABIC AREAS ARRAYTOTEXT ASIN ASINH ATAN ATAN2 ATANH AVEDEV AVERAGE AVERAGEA
AVERAGEIF AVERAGEIFS BASE BIN2DEC BIN2HEX BIN2OCT BINOM.DIST BINOM.INV BITAND BITLSHIFT BITOR BITRSHIFT BITXOR CEILING
CEILING.MATH CEILING.PRECISE CHAR CHISQ.DIST CHISQ.DIST.RT CHISQ.INV CHISQ.INV.RT CHISQ.TEST CHOOSE CHOOSECOLS
CHOOSEROWS CLEAN CODE COLUMN COLUMNS COMBIN COMBINA CONCAT CONCATENATE CONFIDENCE.NORM CONFIDENCE.T CONVERT CORREL COS
COSH COT COTH COUNT COUNTA COUNTBLANK COUNTIF COUNTIFS COVARIANCE.P COVARIANCE.S CSC CSCH CUMIPMT CUMPRINC DATE
DATEDIF DATEVALUE DAVERAGE DAY DAYS DAYS360 DB DCOUNT DCOUNTA DDB DEC2BIN DEC2HEX DEC2OCT DECIMAL DEGREES DELTA DEVSQ
DGET DMAX DMIN DOLLAR DPRODUCT DROP DSTDEV DSTDEVP DSUM DVAR DVARP EDATE EFFECT EOMONTH ERF ERFC ERROR.TYPE EVEN EXACT
EXP EXPAND EXPON.DIST F.DIST F.INV F.TEST FACT FACTDOUBLE FALSE FILTER FIND FISHER FISHERINV FIXED FLOOR FLOOR.MATH
FLOOR.PRECISE FORECAST FORECAST.LINEAR FREQUENCY FV FVSCHEDULE GAMMA GAMMA.DIST GAMMA.INV GAMMALN GAUSS GCD GEOMEAN
GESTEP GROWTH HARMEAN HEX2BIN HEX2DEC HEX2OCT HLOOKUP HOUR HSTACK HYPGEOM.DIST IF IFERROR IFNA IFS INDEX INT INTERCEPT
IPMT IRR ISBLANK ISERR ISERROR ISEVEN ISLOGICAL ISNA ISNONTEXT ISNUMBER ISO.CEILING ISODD ISOWEEKNUM ISPMT ISTEXT KURT
LARGE LCM LEFT LEN LET LINEST LN LOG LOG10 LOGEST LOGNORM.DIST LOGNORM.INV LOOKUP LOWER MATCH MAX MAXA MAXIFS MDETERM
MEDIAN MID MIN MINA MINIFS MINUTE MINVERSE MIRR MMULT MOD MODE MODE.MULT MODE.SNGL MONTH MROUND MULTINOMIAL MUNIT N NA
NEGBINOM.DIST NETWORKDAYS NETWORKDAYS.INTL NOMINAL NORM.DIST NORM.INV NORM.S.DIST NORM.S.INV NOT NPER NPV NUMBERVALUE
OCT2BIN OCT2DEC OCT2HEX ODD OR PDURATION PEARSON PERCENTILE PERCENTILE.EXC PERCENTILE.INC PERCENTOF PERCENTRANK
PERCENTRANK.EXC PERCENTRANK.INC PERMUT PERMUTATIONA PHI PI PMT POISSON.DIST POWER PPMT PROB PRODUCT PROPER PV QUARTILE
QUARTILE.EXC QUARTILE.INC QUOTIENT RADIANS RANK RANK.AVG RANK.EQ RATE REPLACE REPT RIGHT ROMAN ROUND ROUNDDOWN ROUNDUP
ROW ROWS RRI RSQ SEARCH SEC SECH SECOND SEQUENCE SERIESSUM SIGN SIN SINH SKEW SKEW.P SLN SLOPE SMALL SORT SORTBY SQRT
SQRTPI STANDARDIZE STDEV STDEV.P STDEV.S STDEVA STDEVP STDEVPA STEYX SUBSTITUTE SUM SUMIF SUMIFS SUMPRODUCT SUMSQ
SUMX2MY2 SUMX2PY2 SUMXMY2 SWITCH SYD T T.DIST T.DIST.2T T.DIST.RT T.INV T.INV.2T T.TEST TAKE TAN TANH TEXT TEXTAFTER
TEXTBEFORE TEXTJOIN TEXTSPLIT TIME TIMEVALUE TOCOL TOROW TRANSPOSE TREND TRIM TRIMMEAN TRUE TRUNC UNICHAR UNICODE
UNIQUE UPPER VALUE VALUETOTEXT VAR VAR.P VAR.S VARA VARP VARPA VDB VLOOKUP VSTACK WEEKDAY WEEKNUM WEIBULL.DIST WORKDAY
WORKDAY.INTL WRAPCOLS WRAPROWS XIRR XLOOKUP XMATCH XNPV XOR YEAR YEARFRAC Z.TEST
"""
ALLOWED = frozenset(_ALLOWED.split())

_REFUSED = {
    "reaches outside the workbook": "CALL COPILOT CUBEKPIMEMBER CUBEMEMBER CUBEMEMBERPROPERTY CUBERANKEDMEMBER CUBESET "
    "CUBESETCOUNT CUBEVALUE DETECTLANGUAGE ENCODEURL EUROCONVERT EXEC FILTERXML HYPERLINK IMAGE IMPORTCSV IMPORTTEXT "
    "PY REGISTER REGISTER.ID RTD SQL.REQUEST STOCKHISTORY TRANSLATE WEBSERVICE",
    "changes without its cells changing": "NOW RAND RANDARRAY RANDBETWEEN TODAY",
    "names its cells only while it runs": "EVALUATE INDIRECT OFFSET",
    "reads more than values": "CELL FORMULATEXT GET.CELL GETPIVOTDATA INFO ISFORMULA ISREF SHEET SHEETS TYPE",
    "leaves out rows by what is hidden, filtered or a subtotal": "AGGREGATE SUBTOTAL",
    "takes a function of its own making": "BYCOL BYROW ISOMITTED LAMBDA MAKEARRAY MAP REDUCE SCAN",
    "asks this very product": "ASKSHEET ASKSHEET_FORMULA ASKSHEET_SOURCES ASKSHEET_WHY SHEETTABLES SHEETTOKENS",
}
_WHY_NOT = {name: why for why, names in _REFUSED.items() for name in names.split()}


def admit(text: str) -> Formula:
    """Read a formula, and let through only one that can be computed safely. Raises NotComputed with a sentence.

    >>> admit("=SUM(B2:B9)").functions
    ('SUM',)
    """
    if len(text) > LONGEST:
        raise NotComputed(f"The formula is {len(text):,} characters long; up to {LONGEST:,} are computed.")
    try:
        formula = parse(text)
    except InputError as error:
        raise NotComputed(str(error)) from None
    if formula.depth > DEEPEST:
        raise NotComputed(f"The formula is nested {formula.depth} levels deep; up to {DEEPEST} are computed.")
    called = {token.text.upper() for token in formula.tokens if token.text.upper() in _WHY_NOT}
    for name in (*formula.functions, *called):
        if name not in ALLOWED:
            why = _WHY_NOT.get(name, "is not among the functions that are")
            raise NotComputed(f"{name[:40]} is not computed here: it {why}.")
    for reference in formula.references:
        first, last = reference.span
        if reference.workbook:
            raise NotComputed(f"{formula.text[first:last][:80]} lies in another workbook.")
        if reference.last_sheet:
            raise NotComputed(f"{formula.text[first:last][:80]} spans several sheets; name them one by one.")
    if formula.names:
        raise NotComputed(f"“{formula.names[0][:40]}” is neither a cell nor a function; write its cells.")
    if formula.structured:
        raise NotComputed(f"{formula.structured[0][:80]} names a table's column; write its cells.")
    if formula.crossings:
        joined = {" ": "a space between references"}.get(formula.crossings[0], f"“{formula.crossings[0]}”")
        raise NotComputed(f"References joined by {joined} are not computed here; write the cells as B2:B9.")
    return formula
