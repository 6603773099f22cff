"""The bridge to nbgrader: both tools at work in one course folder.

nbgrader's commands, formgrader and its gradebook on one side, our engine and grade log on the
other. Needs the extra ``[nbgrader]``, so only those who cross the bridge import a module of it.
"""

import sys

# nbgrader loads jsonschema, which builds 38 grammars of international addresses as it is imported:
# two seconds of every command, for a format that no notebook has. Where they are missing it does
# without; where nbgrader itself was started, they are there already.
sys.modules.setdefault("rfc3987_syntax", None)  # type: ignore[arg-type]
