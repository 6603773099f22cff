"""The built-in bank of exercises. Content only: it uses items and the reference solutions."""
