"""Is one formula, equation or inequality the other? By proof or by a certified counterexample."""
