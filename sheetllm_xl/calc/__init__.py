"""Calculator over IronCalc: Excel's formulas, evaluated over the values of Sheets, without Excel."""

from .calculator import IronCalculator

__all__ = ["IronCalculator"]
