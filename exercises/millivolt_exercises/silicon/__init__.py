"""The same thermal physics in ions and in transistors."""
