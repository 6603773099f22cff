"""The reference implementation: the physics that answers are compared with."""
