"""nbgrader's own view of a course folder: its paths, its name in the exchange, its database."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import millivolt.nbgrader_bridge.lean  # noqa: F401
from millivolt.errors import AuthorError, EnvironmentProblem
from millivolt.gradebook.database import with_driver
from millivolt.nbgrader_bridge.settings import CONFIG

try:
    from jupyter_core.paths import jupyter_config_path
    from nbgrader.coursedir import CourseDirectory
    from traitlets.config import Config
    from traitlets.config.loader import ConfigFileNotFound, PyFileConfigLoader
except ModuleNotFoundError as error:
    raise EnvironmentProblem(
        "this course is one of nbgrader too, which is not installed here: install it with"
        " pip install 'millivolt[nbgrader]'."
    ) from error

__all__ = ["configuration", "directory"]


def configuration(folder: Path) -> Config:
    """What nbgrader reads when it is run in ``folder``: Jupyter's folders, then the course's.

    Raises:
        AuthorError: when one of the files, which are Python programs, fails.
    """
    found = Config()
    for place in (*reversed(jupyter_config_path()), str(folder)):
        try:
            with suppress(ConfigFileNotFound):
                found.merge(PyFileConfigLoader(CONFIG, path=place).load_config())
        except Exception as problem:
            file = str(Path(place) / CONFIG)
            raise AuthorError(f"nbgrader's configuration fails: {problem}", file=file) from problem
    return found


def directory(folder: Path, db_url: str = "") -> CourseDirectory:
    """The course in ``folder``; ``db_url`` takes the place of the configured database.

    Its database is one that nbgrader can open too, which knows no driver but psycopg2 by itself.
    """
    course = CourseDirectory(config=configuration(folder), root=str(folder))
    address = with_driver(db_url or course.db_url)
    course.db_url = address.render_as_string(hide_password=False)
    return course
