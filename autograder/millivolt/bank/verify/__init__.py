"""Proving a family sound before a student sees it: many variants, every promise, one report."""

from millivolt.bank.verify.report import CHECKS, FamilyReport, Guess, Margin, Problem
from millivolt.bank.verify.verification import verify_family

__all__ = ["CHECKS", "FamilyReport", "Guess", "Margin", "Problem", "verify_family"]
