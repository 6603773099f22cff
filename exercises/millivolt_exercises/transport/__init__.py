"""Active transport: what pumps and cotransporters cost, move and keep in balance."""
