"""The bridge to nbgrader: both tools at work in one course folder.

nbgrader's commands, formgrader and its gradebook on one side, our engine and grade log on the
other. Needs the extra ``[nbgrader]``, so only those who cross the bridge import a module of it.
"""
