"""What lies outside of a function's domain, units, and databases; values from Microsoft's function reference."""

from __future__ import annotations

import pytest

from sheetllm_xl.drawing import drawn

from .table import gives, lines

ORCHARD = drawn(
    """
    Tree     | Height | Age | Yield | Profit | Height
    "=Apple" | ">10"  |     |       |        | "<16"
    "=Pear"  |        |     |       |        |
             |        |     |       |        |
    Tree     | Height | Age | Yield | Profit |
    Apple    | 18     | 20  | 14    | 105    |
    Pear     | 12     | 12  | 10    | 96     |
    Cherry   | 13     | 14  | 9     | 105    |
    Apple    | 14     | 15  | 10    | 75     |
    Pear     | 9      | 8   | 8     | 77     |
    Apple    | 8      | 9   | 6     | 45     |
    Appleton | 20     |     | 2     | 10%    |
             |        |     |       |        |
    Tree     | Profit | Age | Tree  | Yield  |
    Apple    | ">10%" | ""  | "*ear" | "<>10" |
    """
)
DOMAINS = """
=BINOM.DIST(6,10,0.5,FALSE) → 0.205078125
=BINOM.DIST(-1,10,0.5,FALSE) → #NUM!
=BINOM.DIST(11,10,0.5,TRUE) → #NUM!
=BINOM.DIST(6,10,1.5,FALSE) → #NUM!
=BINOM.DIST(6,10,-0.5,TRUE) → #NUM!
=BINOM.DIST(5E9,1E10,0.5,TRUE) → refused: past 1,000,000
=BINOM.INV(6,0.5,0.75) → 4
=BINOM.INV(6,0.5,1.1) → #NUM!
=BINOM.INV(-1,0.5,0.75) → #NUM!
=NEGBINOM.DIST(10,5,1.25,FALSE) → #NUM!
=NEGBINOM.DIST(10,0,0.25,FALSE) → #NUM!
=NEGBINOM.DIST(1E10,1E10,0.5,TRUE) → refused: past 1,000,000
=ROUND(HYPGEOM.DIST(1,4,8,20,FALSE),7) → 0.3632611
=HYPGEOM.DIST(5,4,8,20,FALSE) → #NUM!
=HYPGEOM.DIST(-1,4,8,20,FALSE) → #NUM!
=HYPGEOM.DIST(1,4,21,20,FALSE) → #NUM!
=ROUND(POISSON.DIST(2,5,FALSE),9) → 0.084224337
=POISSON.DIST(-1,5,FALSE) → #NUM!
=POISSON.DIST(2,-5,TRUE) → #NUM!
=EXPON.DIST(-0.2,10,TRUE) → #NUM!
=EXPON.DIST(0.2,0,TRUE) → #NUM!
=GAMMA.DIST(-1,9,2,FALSE) → #NUM!
=GAMMA.INV(1.1,9,2) → #NUM!
=GAMMA(0) → #NUM!
=GAMMA(-2) → #NUM!
=GAMMALN(0) → #NUM!
=CHISQ.DIST(-1,1,TRUE) → #NUM!
=CHISQ.DIST(1,0,TRUE) → #NUM!
=CHISQ.INV(1.1,1) → #NUM!
=CHISQ.INV.RT(0.5,0) → #NUM!
=F.DIST(-1,6,4,TRUE) → #NUM!
=F.DIST(1,0,4,TRUE) → #NUM!
=F.DIST(1,1E10,1E10,TRUE) → refused: past 1,000,000
=F.INV(1.1,6,4) → #NUM!
=T.DIST(1,0,TRUE) → #NUM!
=T.DIST.2T(-1,60) → #NUM!
=T.INV(0,2) → #NUM!
=T.INV.2T(1.1,60) → #NUM!
=NORM.DIST(42,40,0,TRUE) → #NUM!
=NORM.INV(1,40,1.5) → #NUM!
=NORM.S.INV(0) → #NUM!
=LOGNORM.DIST(0,3.5,1.2,TRUE) → #NUM!
=LOGNORM.INV(1,3.5,1.2) → #NUM!
=WEIBULL.DIST(-1,20,100,TRUE) → #NUM!
=CONFIDENCE.NORM(1,2.5,50) → #NUM!
=CONFIDENCE.T(0.05,1,1) → #DIV/0!
=FISHER(1) → #NUM!
=STANDARDIZE(42,40,0) → #NUM!
=PROB({0,1},{0.5,0.6},1) → #NUM!
=PERMUT(2,3) → #NUM!
=COMBIN(2,8) → #NUM!
=COMBIN(8,2) → 28
=FACT(-1) → #NUM!
=FACT(171) → #NUM!
=LN(0) → #NUM!
=LOG(10,1) → #DIV/0!
=ACOS(2) → #NUM!
=ATANH(1) → #NUM!
=ATAN2(0,0) → #DIV/0!
=POWER(-8,0.5) → #NUM!
=POWER(0,-1) → #DIV/0!
=MOD(5,0) → #DIV/0!
=GCD(-1,2) → #NUM!
=DEC2BIN(512) → #NUM!
=DEC2BIN(9,3) → #NUM!
=HEX2DEC("G") → #NUM!
=BITAND(-1,2) → #NUM!
=CHAR(0) → #VALUE!
=CHAR(256) → #VALUE!
=ROMAN(4000) → #VALUE!
=DATE(10000,1,1) → #NUM!
=TIME(-1,0,0) → #NUM!
=TIME(0,0,32768) → #NUM!
=TIME(27,0,0)*24 → 3
=DATEDIF(2,1,"D") → #NUM!
=DATEDIF(1,2,"X") → #NUM!
=DATEDIF(DATE(2024,1,31),DATE(2024,3,1),"m") → 1
=WEEKDAY(1,9) → #NUM!
=YEARFRAC(1,2,5) → #NUM!
=LARGE({1,2},0) → #NUM!
=SMALL({1,2},3) → #NUM!
=PERCENTILE({1,2},1.1) → #NUM!
=QUARTILE({1,2},5) → #NUM!
=TRIMMEAN({1,2},1) → #NUM!
=GEOMEAN({0,1}) → #NUM!
=HARMEAN({0,1}) → #NUM!
=STDEV.S({1}) → #DIV/0!
=SKEW({1,2}) → #DIV/0!
=EFFECT(0,12) → #NUM!
=NOMINAL(0.05,0.5) → #NUM!
=PDURATION(0,1,2) → #NUM!
=SYD(30000,7500,10,11) → #NUM!
=DDB(2400,300,10,11) → #NUM!
=IPMT(0.1,13,12,100) → #NUM!
=CUMIPMT(0.01,12,100,0,1,0) → #NUM!
=FLOOR(2,-1) → #NUM!
=MROUND(5,-2) → #NUM!
"""
UNITS = """
=CONVERT(68,"F","C") → 20
=CONVERT(20,"C","F") → 68
=CONVERT(0,"C","K") → 273.15
=CONVERT(273.15,"K","C") → 0
=CONVERT(300,"K","F") → 80.33
=CONVERT(32,"fah","cel") → 0
=CONVERT(491.67,"Rank","C") → 0
=CONVERT(100,"C","Rank") → 671.67
=CONVERT(80,"Reau","C") → 100
=CONVERT(100,"C","Reau") → 80
=CONVERT(68,"F","F") → 68
=CONVERT("68","F","C") → 20
=SUM(CONVERT({68,50},"F","C")) → 30
=CONVERT(1,"lbm","kg") → 0.45359237
=CONVERT(1,"stone","lbm") → 14
=CONVERT(1,"ton","lbm") → 2000
=CONVERT(1,"ozm","g") → 28.349523125
=CONVERT(1,"grain","mg") → 64.79891
=CONVERT(1,"cwt","lbm") → 100
=CONVERT(1,"uk_ton","lbm") → 2240
=CONVERT(1,"mi","km") → 1.609344
=CONVERT(1,"Nmi","m") → 1852
=CONVERT(1,"in","cm") → 2.54
=CONVERT(1,"yd","ft") → 3
=CONVERT(1,"ell","in") → 45
=CONVERT(1,"pica","in") → 0.16666666666666666
=CONVERT(72,"Picapt","in") → 1
=CONVERT(2.5,"ft","sec") → #N/A
=CONVERT(1,"m","foo") → #N/A
=CONVERT(1,"M","m") → #N/A
=CONVERT(CONVERT(100,"ft","m"),"ft","m") → 9.290304
=CONVERT(1,"day","hr") → 24
=CONVERT(1,"yr","day") → 365.25
=CONVERT(90,"mn","hr") → 1.5
=CONVERT(1,"min","sec") → 60
=CONVERT(1,"atm","Pa") → 101325
=CONVERT(760,"mmHg","Pa") → 101324.72
=CONVERT(1,"kPa","Pa") → 1000
=CONVERT(1,"lbf","N") → 4.4482216152605
=CONVERT(1,"N","dyn") → 100000
=CONVERT(1,"Wh","J") → 3600
=CONVERT(1,"kWh","J") → 3600000
=CONVERT(1,"cal","J") → 4.1868
=CONVERT(1,"BTU","J") → 1055.05585262
=CONVERT(1,"kW","W") → 1000
=CONVERT(1,"PS","W") → 735.49875
=CONVERT(1,"T","ga") → 10000
=CONVERT(1,"tbs","tsp") → 3
=CONVERT(6,"tsp","tbs") → 2
=CONVERT(1,"cup","oz") → 8
=CONVERT(1,"pt","cup") → 2
=CONVERT(1,"gal","l") → 3.785411784
=CONVERT(6,"gal","l") → 22.712470704
=CONVERT(1,"uk_gal","l") → 4.54609
=CONVERT(1,"l","ml") → 1000
=CONVERT(1,"m3","l") → 1000
=CONVERT(1,"ft3","in3") → 1728
=CONVERT(1,"ha","m2") → 10000
=CONVERT(1,"ft^2","in^2") → 144
=CONVERT(1,"km2","ha") → 100
=CONVERT(1,"mph","km/h") → 1.609344
=CONVERT(1,"kn","km/hr") → 1.852
=CONVERT(1,"byte","bit") → 8
=CONVERT(1,"kibyte","byte") → 1024
=CONVERT(1,"kbyte","byte") → 1000
=CONVERT(1,"u","g") → refused: unit
=CONVERT(1,"eV","J") → refused: unit
=CONVERT(1,"ms","s") → refused: unit
"""
DATABASES = """
=DAVERAGE(A5:E11,"Yield",A1:B2) → 12
=DAVERAGE(A5:E11,3,A5:E11) → 13
=DCOUNT(A5:E11,"Age",A1:F2) → 1
=DCOUNTA(A5:E11,"Profit",A1:F2) → 1
=DGET(A5:E11,"Yield",A1:A3) → #NUM!
=DGET(A5:E11,"Yield",A1:F2) → 10
=DMAX(A5:E11,"Profit",A1:F3) → 96
=DMIN(A5:E11,"Profit",A1:F3) → 75
=DPRODUCT(A5:E11,"Yield",A1:F3) → 800
=ROUND(DSTDEV(A5:E11,"Yield",A1:A3),5) → 2.96648
=ROUND(DSTDEVP(A5:E11,"Yield",A1:A3),5) → 2.6533
=DSUM(A5:E11,"Profit",A1:A2) → 225
=DSUM(A5:E11,"Profit",A1:F3) → 248
=DVAR(A5:E11,"Yield",A1:A3) → 8.8
=DVARP(A5:E11,"Yield",A1:A3) → 7.04
=DSUM(A5:E11,5,A1:A2) → 225
=DSUM(A5:E11,9,A1:A2) → #VALUE!
=DSUM(A5:E11,"None",A1:A2) → #VALUE!
# a bare text is a beginning, "=text" the whole
=DSUM(A5:E12,"Yield",A14:A15) → 32
=DSUM(A5:E12,"Yield",A1:A2) → 30
=DCOUNT(A5:E12,"Profit",B14:B15) → 6
=DSUM(A5:E12,"Yield",D14:D15) → 18
=DSUM(A5:E12,"Yield",E14:E15) → 39
"""


@pytest.mark.parametrize(("formula", "result"), lines(DOMAINS + UNITS + DATABASES))
def test_by_the_function_reference(formula: str, result: str) -> None:
    gives(formula, result, ORCHARD)
