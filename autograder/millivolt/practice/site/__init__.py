"""A static practice site: pages for a course's web space that need no server and no network."""

from millivolt.practice.site.writing import write_site

__all__ = ["write_site"]
