"""Importing nbgrader at half the price: to be imported before it.

nbgrader loads jsonschema, which builds 38 grammars of international addresses as it is imported:
more than a second of every command, for a format that no notebook's schema has.
"""

import sys
from importlib import import_module

_GRAMMARS = "rfc3987_syntax"

if not {"jsonschema", _GRAMMARS} & sys.modules.keys():
    # jsonschema does without what it cannot import. Only for it are they missing: whoever wants
    # them later gets them, and where nbgrader itself was started everything is there already.
    sys.modules[_GRAMMARS] = None  # type: ignore[assignment]
    try:
        import_module("jsonschema")
    except ModuleNotFoundError:
        pass  # as nbgrader is then, which says what to do
    finally:
        del sys.modules[_GRAMMARS]
