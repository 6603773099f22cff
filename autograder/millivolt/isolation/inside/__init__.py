"""What runs inside the box: the fork server, the warden, the walls and the student's process.

The server and the warden run no student code and are told nothing about it; everything in the
student's process is untrusted from its first cell on. Only relative imports, because this folder
and `wire` are all of the engine that the box can see.
"""
