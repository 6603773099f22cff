"""Practice as a web page on the student's own machine.

The pages, their server and its door. What an exercise is, what to practise next and what is
remembered of it live in ``practice``; how a verdict is told, in ``feedback``. Nothing is loaded
from elsewhere, and nobody but the student gets in.
"""

from millivolt.practice.web.desk import Desk
from millivolt.practice.web.serving import serve

__all__ = ["Desk", "serve"]
