"""Integrated practice: whole cells, from concentrations to currents."""
