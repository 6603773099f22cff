"""``python -m millivolt``: the same command line."""

from millivolt.cli import run

if __name__ == "__main__":
    run()
