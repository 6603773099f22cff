"""Equilibrium of one ion: electrochemical potential, the Nernst equation and its uses."""
