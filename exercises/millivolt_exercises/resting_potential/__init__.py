"""Several ions at once: the GHK and chord equations, rest and reversal potentials."""
