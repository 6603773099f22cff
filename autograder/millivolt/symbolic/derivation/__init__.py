"""Does each line of a derivation follow, does it reach its goal, and which slip is in it?"""
