"""Pictures as inline SVG: the voltage axis, the membrane and charts, with a data table beside.

Pure functions from a picture record to text. What a picture shows is decided by items; where it
is placed on a page, by the rooms that write pages.
"""

from millivolt.pictures.drawing import data_uri, draw
from millivolt.pictures.palette import DARK, LIGHT, Palette, variables
from millivolt.pictures.table import table

__all__ = ["DARK", "LIGHT", "Palette", "data_uri", "draw", "table", "variables"]
