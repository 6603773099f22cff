"""The application: which address shows which page, and what its forms do.

Every form works without a script: it is answered by a redirect to the page that it changed.
Where htmx sent it, the answer is only the piece of the page that has changed.
"""

from __future__ import annotations

import asyncio
import re
import threading
import traceback
from collections.abc import Callable
from concurrent.futures import Future
from urllib.parse import parse_qs, quote, urlencode

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp

from millivolt.errors import MillivoltError
from millivolt.items import LEVELS, Ordering, Part
from millivolt.practice.advice import HOW_CHOSEN, open_ideas
from millivolt.practice.ideas import in_words
from millivolt.practice.web import scene
from millivolt.practice.web.answering import answer
from millivolt.practice.web.boxes import arranged
from millivolt.practice.web.desk import Desk, Entry, Sitting
from millivolt.practice.web.door import Door, Keys
from millivolt.practice.web.membrane import membrane_view
from millivolt.practice.web.pages import FILES, render, static
from millivolt.practice.web.reply import reply, understood
from millivolt.practice.web.showing import asked, exercise_view
from millivolt.practice.web.topics import days, ideas, named, topics

__all__ = ["application"]

SEED = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,63}\Z")
MOST_FIELDS = 300
MOST_SHOWN = 100
"""Answers on the page of the history; the file has all."""

NOT_FOUND = "There is no such page. The topics show all that can be practised."
BROKEN = "Something went wrong here, and it was not your answer. Your progress is kept."


def application(desk: Desk, keys: Keys, port: int) -> ASGIApp:
    """The pages of ``desk`` behind their door."""
    site = Site(desk)
    exercise = "/item/{item}/{seed}"
    routes = [
        Route("/", site.home),
        Route("/next", site.next),
        Route("/topic/{topic}", site.topic),
        Route("/item/{item}", site.new),
        Route("/item/{item}/harder", site.harder),
        Route(exercise, site.exercise),
        Route(exercise + "/hint", site.hint, methods=["POST"]),
        Route(exercise + "/solution", site.solution, methods=["POST"]),
        Route(exercise + "/answer/{part}", site.answer, methods=["POST"]),
        Route(exercise + "/preview/{part}", site.preview, methods=["POST"]),
        Route("/history", site.history),
        Route("/membrane", site.membrane),
        Route("/static/{name}", site.file),
    ]
    handlers = {
        HTTPException: _refused,
        MillivoltError: _in_trouble,
        Exception: _broken,
    }
    return Door(Starlette(routes=routes, exception_handlers=handlers), keys, port, _page_of_trouble)


class Site:
    """The handlers, one for each address. They run in threads: each may wait for the disk."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    def home(self, request: Request) -> Response:
        """The map of topics, and what to do next; ``but`` names what the student waved aside."""
        aside = request.query_params.getlist("but")
        advice = self.desk.advice([item for item in self.desk.items if item.id not in aside])
        passed = aside if advice is None else [*aside, advice.item.id]
        known = topics(self.desk.items, self.desk.standings(), self.desk.clock())
        levels = [name for name in LEVELS if any(topic.at(name) for topic in known)]
        return _page(
            "home.html",
            topics=known,
            levels=levels,
            advice=advice,
            others=urlencode([("but", name) for name in passed]),
            how=HOW_CHOSEN,
            named=named,
        )

    def next(self, request: Request) -> Response:
        """On to the best item, of one topic or of all."""
        topic = request.query_params.get("topic")
        items = [item for item in self.desk.items if topic in (None, item.topic)]
        advice = self.desk.advice(items)
        if advice is None:
            raise HTTPException(404)
        return self._fresh(advice.item.id)

    def topic(self, request: Request) -> Response:
        """The items of one topic."""
        wanted = request.path_params["topic"]
        items = [item for item in self.desk.items if item.topic == wanted]
        if not items:
            raise HTTPException(404)
        (found,) = topics(items, self.desk.standings(), self.desk.clock())
        return _page("topic.html", topic=found, advice=self.desk.advice(items))

    def new(self, request: Request) -> Response:
        """On to a new variant of an item."""
        return self._fresh(self._item(request))

    def harder(self, request: Request) -> Response:
        """On to a harder item than this one, or to the topic when there is none."""
        item = self.desk.bank[self._item(request)].item
        found = self.desk.harder(item)
        return _to(f"/topic/{item.topic}") if found is None else self._fresh(found.id)

    def exercise(self, request: Request) -> Response:
        """One variant: the question, and what was answered so far."""
        return self._exercise(self._sitting(request))

    def hint(self, request: Request) -> Response:
        """One more hint."""
        sitting = self._sitting(request)
        sitting.exercise.hint()
        if _by_htmx(request):
            return _page("help.html", exercise=exercise_view(sitting), apart=True)
        return _to(f"{_address(sitting)}#help")

    def solution(self, request: Request) -> Response:
        """The worked solution, after which the exercise is over."""
        sitting = self._sitting(request)
        sitting.solved = True
        return _to(f"{_address(sitting)}#solution")

    async def answer(self, request: Request) -> Response:
        """The verdict on an answer."""
        return await _in_background(self._answered, request, await _entry(request))

    async def preview(self, request: Request) -> Response:
        """How an answer is read; it is not judged."""
        return await run_in_threadpool(self._previewed, request, await _entry(request))

    def history(self, request: Request) -> Response:
        """What was answered so far."""
        answered = self.desk.answered()
        items = {family.id: family.item for family in self.desk.bank}
        past = days(answered[-MOST_SHOWN:], items, self.desk.clock().astimezone())
        return _page(
            "history.html",
            days=past,
            most=MOST_SHOWN,
            count=len(answered),
            right=sum(one.state == "correct" for one in answered),
            ideas=ideas(answered)[:8],
            open_ideas=[in_words(name) for name in open_ideas(answered)],
            damaged=self.desk.progress.damaged(),
            path=self.desk.progress.path,
        )

    def membrane(self, request: Request) -> Response:
        """The interactive membrane, as the form says."""
        asked_for = scene.from_form(_fields(request.url.query))
        view, piece = membrane_view(asked_for), _by_htmx(request)
        template = "membrane-now.html" if piece else "membrane.html"
        return _page(template, membrane=view, apart=piece)

    def file(self, request: Request) -> Response:
        """A file that pages load."""
        name = request.path_params["name"]
        if name not in FILES:
            raise HTTPException(404)
        content, kind = static(name)
        headers = {"Cache-Control": "private, max-age=31536000, immutable", "Content-Type": kind}
        return Response(content, headers=headers)

    def _answered(self, request: Request, entry: Entry) -> Response:
        sitting = self._sitting(request)
        part = _part(request, sitting)
        if isinstance(part, Ordering) and "move" in entry:
            return _rearranged(request, sitting, part, entry)
        judged, trouble = answer(self.desk, sitting, part, entry)
        if _by_htmx(request):
            return _page(
                "answered.html",
                item=sitting.exercise.family.id,
                seed=sitting.exercise.variant.seed,
                part=asked(sitting, part),
                judged=judged,
                trouble=trouble,
                apart=True,
                # When all of it is right, other help is offered.
                exercise=exercise_view(sitting) if sitting.finished else None,
                **self._after(sitting),
            )
        if trouble:
            return self._exercise(sitting, part.id, trouble)
        return _to(f"{_address(sitting)}#part-{part.id}")

    def _exercise(self, sitting: Sitting, at: str = "", trouble: str = "") -> Response:
        """The whole page; ``trouble`` is told at the part ``at``."""
        return _page(
            "exercise.html",
            exercise=exercise_view(sitting),
            named=named,
            judged=True,
            at=at,
            told=trouble,
            apart=False,
            **self._after(sitting),
        )

    def _previewed(self, request: Request, entry: Entry) -> Response:
        sitting = self._sitting(request)
        part = _part(request, sitting)
        if not _by_htmx(request):
            sitting.entries[part.id] = entry
            return _to(f"{_address(sitting)}#part-{part.id}")
        place = sitting.exercise.variant.parts.index(part)
        read = understood(part, sitting.question.slots[place], reply(part, entry))
        return _page("understood.html", understood=read)

    def _item(self, request: Request) -> str:
        name: str = request.path_params["item"]
        if name not in self.desk.bank:
            raise HTTPException(404)
        return self.desk.bank[name].id

    def _sitting(self, request: Request) -> Sitting:
        item, seed = self._item(request), request.path_params["seed"]
        if not SEED.match(seed):
            raise HTTPException(404)
        return self.desk.open(item, seed)

    def _fresh(self, item: str) -> Response:
        return _to(f"/item/{quote(item)}/{self.desk.seeds()}")

    def _after(self, sitting: Sitting) -> dict[str, object]:
        """What the page says below the question, which changes with every answer."""
        drawn = scene.of_variant(sitting.exercise.variant) if sitting.finished else None
        return {
            "finished": sitting.finished,
            "solved": sitting.solved,
            "explore": None if drawn is None else scene.as_query(drawn),
        }


async def _in_background(
    work: Callable[[Request, Entry], Response], request: Request, entry: Entry
) -> Response:
    """What ``work`` returns, from a thread that the end of the program does not wait for.

    Code may run for a minute, and Ctrl-C should not.
    """
    found: Future[Response] = Future()
    found.set_running_or_notify_cancel()

    def run() -> None:
        try:
            found.set_result(work(request, entry))
        except BaseException as problem:
            found.set_exception(problem)

    threading.Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(found)


def _part(request: Request, sitting: Sitting) -> Part:
    try:
        return sitting.exercise.variant.part(request.path_params["part"])
    except KeyError:
        raise HTTPException(404) from None


async def _entry(request: Request) -> Entry:
    return _fields((await request.body()).decode("utf-8", "replace"))


def _fields(text: str) -> Entry:
    try:
        return parse_qs(text, keep_blank_values=True, max_num_fields=MOST_FIELDS)
    except ValueError:
        raise HTTPException(400) from None


def _rearranged(request: Request, sitting: Sitting, part: Ordering, entry: Entry) -> Response:
    """The order after one option moved up or down; no answer yet."""
    sitting.entries[part.id] = {"order": _moved(arranged(part, entry), entry)}
    if not _by_htmx(request):
        return _to(f"{_address(sitting)}#part-{part.id}")
    page = _page("order.html", part=asked(sitting, part))
    page.headers["HX-Retarget"], page.headers["HX-Reswap"] = f"#order-{part.id}", "outerHTML"
    return page


def _moved(order: list[str], entry: Entry) -> list[str]:
    """``order`` after the move that a button asks for: ``B up``."""
    mark, _, direction = next(iter(entry.get("move", ())), "").partition(" ")
    if mark in order:
        place = order.index(mark)
        order.remove(mark)
        order.insert(max(place - 1, 0) if direction == "up" else place + 1, mark)
    return order


def _by_htmx(request: Request) -> bool:
    return request.headers.get("hx-request") == "true"


def _address(sitting: Sitting) -> str:
    return f"/item/{sitting.exercise.family.id}/{sitting.exercise.variant.seed}"


def _to(address: str) -> Response:
    return RedirectResponse(address, status_code=303)


def _page(template: str, **context: object) -> Response:
    return HTMLResponse(render(template, **context))


def _page_of_trouble(status: int, message: str) -> Response:
    return HTMLResponse(render("trouble.html", message=message), status_code=status)


def _refused(request: Request, problem: Exception) -> Response:
    assert isinstance(problem, HTTPException)
    message = NOT_FOUND if problem.status_code == 404 else "That could not be understood."
    return _page_of_trouble(problem.status_code, message)


def _in_trouble(request: Request, problem: Exception) -> Response:
    return _page_of_trouble(500, str(problem))


def _broken(request: Request, problem: Exception) -> Response:
    # For the terminal, where a report can be copied from; the page has no use for it.
    traceback.print_exception(problem)
    return _page_of_trouble(500, BROKEN)
