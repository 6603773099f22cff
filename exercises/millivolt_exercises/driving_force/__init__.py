"""Driving force, and the currents and fluxes that it causes."""
