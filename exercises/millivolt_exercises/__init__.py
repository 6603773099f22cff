"""The built-in bank of exercises. Content only: it uses items and the reference solutions.

One module for each family, in a folder for each topic; beside it the family's prose (``.md``)
and, where it asks for code, its tests. What families share: ``ions``, ``cells``, and the known
``misconceptions``.
"""

from millivolt.items.item import Collection

BANK = Collection(
    name="membrane",
    title="The membrane potential: from the Nernst equation to the living cell",
    version="1.0",
    package="millivolt_exercises",
    topics=(
        "equilibrium",
        "driving-force",
        "resting-potential",
        "activity",
        "transport",
        "inhibition",
        "silicon",
        "practice",
    ),
)

__all__ = ["BANK"]
