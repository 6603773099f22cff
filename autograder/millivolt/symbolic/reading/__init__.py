"""From what people type or paste to the tree of a formula, or to what is wrong with it."""
