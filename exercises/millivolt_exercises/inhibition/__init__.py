"""GABA-A channels: their reversal potential, shunting, chloride in development and in activity."""
