"""Real solutions: ionic strength, activity coefficients, junctions and the Donnan equilibrium."""
