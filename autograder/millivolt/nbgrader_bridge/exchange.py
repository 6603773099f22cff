"""nbgrader's exchange with a notebook for each student.

The cover that everybody sees lies where nbgrader has it, in ``outbound/ASSIGNMENT``; each
student's own notebook beside it in ``personal/ASSIGNMENT/STUDENT``. The students' side needs
only nbgrader and this module.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from stat import S_IRGRP, S_IROTH, S_IRUSR, S_IRWXU, S_ISGID, S_IWGRP, S_IWUSR, S_IXGRP, S_IXOTH

from nbgrader.exchange.default import ExchangeFetchAssignment, ExchangeReleaseAssignment
from nbgrader.utils import get_username

__all__ = ["FetchAssignment", "ReleaseAssignment"]

_PERSONAL = "personal"
_READABLE = S_IRUSR | S_IWUSR | S_IRGRP | S_IROTH
_OPEN = S_IRWXU | S_IRGRP | S_IXGRP | S_IROTH | S_IXOTH
_PASSAGE = S_IRWXU | S_IXGRP | S_IXOTH
"""Others may go through, but not list who is in the class."""


class ReleaseAssignment(ExchangeReleaseAssignment):  # type: ignore[misc]
    """``nbgrader release_assignment``, with what ``millivolt assign`` made for each student."""

    def copy_files(self) -> None:
        """Copy the cover as nbgrader does, then every student's own notebooks."""
        super().copy_files()
        there = self.coursedir
        every = Path(there.format_path(there.release_directory, "*", there.assignment_id))
        root = Path(there.root)
        target = Path(self.course_path) / _PERSONAL / there.assignment_id
        # Beside it first, so that who fetches meanwhile, or after a full disk, finds their own.
        fresh, stale = (target.with_name(f".{target.name}.{age}") for age in ("new", "old"))
        for left in (fresh, stale):
            shutil.rmtree(left, ignore_errors=True)
        shared = (S_IWGRP, S_ISGID | S_IRGRP | S_IWGRP) if there.groupshared else (0, 0)
        for folder in sorted(root.glob(str(every.relative_to(root)))):
            own = fresh / folder.parent.name
            self.do_copy(str(folder), str(own))
            self.set_perms(str(own), fileperms=_READABLE | shared[0], dirperms=_OPEN | shared[1])
        if target.exists():
            target.rename(stale)
        if fresh.exists():
            for passage in (fresh, fresh.parent):
                passage.chmod(_PASSAGE | shared[1])
            fresh.rename(target)
        shutil.rmtree(stale, ignore_errors=True)
        if target.exists():
            self.log.info("Released %s personal notebooks", len(list(target.iterdir())))


class FetchAssignment(ExchangeFetchAssignment):  # type: ignore[misc]
    """``nbgrader fetch_assignment``, with the student's own notebook in the place of the cover."""

    def copy_files(self) -> None:
        """Copy what everybody gets, then the student's own; refuses where there is none."""
        place = Path(self.course_path) / _PERSONAL / self.coursedir.assignment_id
        if place.is_dir():
            student = self.coursedir.student_id
            own = place / (get_username() if student == "*" else student)
            if not own.is_dir():
                self.fail(
                    f"There is no notebook for {own.name} in {self.coursedir.assignment_id} yet."
                    " Ask your instructor to assign it to you and to release it again."
                )
            self._own(own)
        else:
            super().copy_files()

    def _own(self, own: Path) -> None:
        target = Path(self.dest_path)
        # Fetching again brings back what is missing and leaves the student's work alone.
        missing = [file for file in own.iterdir() if not (target / file.name).exists()]
        super().copy_files()
        for file in missing:
            shutil.copyfile(file, target / file.name)
