"""Derivatives, limits, series and integrals of formulas, exact or with a certified error."""
