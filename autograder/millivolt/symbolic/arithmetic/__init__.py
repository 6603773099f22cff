"""Computing with formulas: exactly in fields of functions, certified in balls at points."""
