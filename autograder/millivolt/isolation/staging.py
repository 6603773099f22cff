"""Builds the box's tree in a folder, gives up root, and becomes the next program.

Runs as a process of its own. As root it binds the tree in a private mount namespace, so that an
interpreter below a closed home folder can be read by the powerless user that the box runs as;
otherwise it links the tree.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .inside import linux


def main() -> None:
    """Reads the plan from standard input, follows it and executes the command in it."""
    plan = json.load(sys.stdin)
    if plan["group"] is not None:
        Path(plan["group"]).write_text(str(os.getpid()))
    tree = Path(plan["tree"])
    if not (plan["uid"] is not None and _bound(tree, plan["shown"], plan["covered"])):
        _linked(tree, plan["shown"])
    if plan["uid"] is not None:
        _become(plan["uid"])
    program = plan["command"][0]
    if not os.access(program, os.X_OK):
        sys.exit(
            f"user {os.geteuid()} cannot execute {program}: "
            "install Python where every user can read it, or do not run as root"
        )
    null = os.open(os.devnull, os.O_RDONLY)
    os.dup2(null, 0)
    os.execve(program, plan["command"], plan["environment"])


def _bound(tree: Path, shown: Mapping[str, str], covered: list[str]) -> bool:
    """Binds the tree read-only; False if this process may not mount."""
    try:
        linux.unshare(linux.CLONE_NEWNS)
        linux.mount("none", "/", None, linux.MS_REC | linux.MS_PRIVATE)
        linux.mount("tree", str(tree), "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "mode=0755")
    except OSError:
        return False
    for target, source in shown.items():
        place = tree / target
        place.parent.mkdir(parents=True, exist_ok=True)
        if Path(source).is_dir():
            place.mkdir()
        else:
            place.touch()
        linux.mount(source, str(place), None, linux.MS_BIND)
    for target in covered:
        linux.mount("covered", str(tree / target), "tmpfs", linux.MS_RDONLY, "mode=0555")
    return True


def _linked(tree: Path, shown: Mapping[str, str]) -> None:
    for target, source in shown.items():
        place = tree / target
        place.parent.mkdir(parents=True, exist_ok=True)
        place.symlink_to(source)


def _become(uid: int) -> None:
    linux.drop_bounding_set()
    os.setgroups([])
    os.setresgid(uid, uid, uid)
    os.setresuid(uid, uid, uid)


def command() -> list[str]:
    """How to start this module with the running interpreter, without its site-packages."""
    root = str(Path(__file__).resolve().parents[2])
    start = f"import sys; sys.path[:0] = [{root!r}]; from {__name__} import main; main()"
    return [sys.executable, "-I", "-S", "-c", start]


def as_json(plan: Mapping[str, Any]) -> bytes:
    """The plan in the form that `main` reads."""
    return json.dumps(plan, default=str).encode()
