"""The marks of the families' own tests, which the grading plugin defines when it grades."""


def pytest_configure(config):
    for mark in ("worth(points)", "visible", "needs(name)"):
        config.addinivalue_line("markers", f"{mark}: read by the grading plugin")
