"""What a formula is: its tree, functions, symbols and units, and how it is written."""
