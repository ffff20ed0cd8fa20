"""Measures one function with one kind of input, and tells each figure as soon as it is known."""

from __future__ import annotations

import copy
import gc
import time
import tracemalloc
from collections.abc import Callable
from typing import Any

from pymcp_analysis import clock
from pymcp_analysis.alarm import TooSlow, alarm
from pymcp_analysis.counted import to_counted
from pymcp_analysis.events import TooMany, count_events
from pymcp_analysis.failure import describe_failure
from pymcp_analysis.fresh import give_room, to_copier
from pymcp_analysis.growing import LARGEST, fill, next_size, pairs, spread
from pymcp_analysis.memory import ENOUGH_BYTES, peak_bytes
from pymcp_analysis.spending import Spending
from pymcp_analysis.target import Kind, Target

Tell = Callable[..., None]
Sizes = tuple[int, ...]

LOOKING_S = 0.2
SLOW_S = 0.003
MAKING_S = 0.25
SMALLEST_AT_MOST = 9
FEWEST_SIZES = 4
EVENTS = 500_000
TIMED_SIZES = 24
GRID_SIDE = 4
GRID_SPAN = 32
ROUNDS = 7
FRESH_INPUTS = 16
FRESH_ITEMS = 1 << 21
ELEMENT_ITEMS = 1 << 17
LARGEST_OF_TWO = 1 << 16  # of a grid many inputs are kept


class Full:
    """The least sizes that had too many events."""

    def __init__(self) -> None:
        self.sizes: list[Sizes] = []

    def note(self, each: Sizes) -> None:
        self.sizes.append(each)

    def reaches(self, each: Sizes) -> bool:
        return any(all(one >= other for one, other in zip(each, full)) for full in self.sizes)


class Measuring:
    """One function, one kind of input, so many seconds of the processor and on the wall."""

    def __init__(self, target: Target, kind: Kind, cpu_s: float, wall_s: float, tell: Tell) -> None:
        self.call, self.make, self.arity = target.call, kind.make, target.arity
        self.tell, self.spending = tell, Spending(cpu_s, wall_s)
        self.is_over, self.alarm_s = self.spending.is_over, max(1.0, wall_s)
        self.had_bytes = peak_bytes()
        self.changes, self.wanted = False, target.sizes
        self.kept: dict[Sizes, tuple[Any, ...]] = {}
        self.first: dict[Sizes, float] = {}
        self.copiers: dict[Sizes, Callable[[], tuple[Any, ...]]] = {}
        self.counted: set[Sizes] = set()
        self.elements_counted: set[Sizes] = set()
        self.full, self.elements_full = Full(), Full()

    def run(self) -> None:
        """Measure everything, in an order in which what comes first is needed most."""
        gc.collect()
        gc.disable()
        self.look()
        sizes = self.grow()
        chosen = self.choose(sizes)
        self.kept = {each: self.kept[each] for each in chosen if each in self.kept}
        for each in sorted(self.countable(sizes, chosen) - self.counted):
            if self.is_over(0.6):
                break
            self.count(each)
        self.weigh(chosen)
        self.time(chosen)

    def look(self) -> None:
        """Try the smallest inputs: is it repeatable, does it change its arguments? What fails, fails again later."""
        for size in (3, 4, 5, 7, 9):
            began = time.thread_time()
            self.tell(what="trying", sizes=(size,) * self.arity)
            try:
                with alarm(self.alarm_s if size == 3 else LOOKING_S):
                    self.look_at((size,) * self.arity)
            except TooSlow:
                if size == 3:
                    raise
                return
            except Exception:
                return
            if time.thread_time() - began > SLOW_S or self.is_over(0.03):
                return

    def look_at(self, each: Sizes) -> None:
        arguments = self.make(*each)
        before, shown = copy.deepcopy(arguments), repr(arguments)
        result = self.call(*arguments)
        if not self.changes and repr(arguments) != shown:
            self.changes = True
            self.tell(what="note", note="changes its arguments")
        if hasattr(result, "__next__"):
            self.tell(what="note", note="returns an iterator, whose items are not asked for")
        if not _same(result, self.call(*before)):
            self.tell(what="note", note="gives different results for equal arguments")

    def grow(self) -> list[int]:
        """Larger and larger, until a call takes long. Events are counted on the way, until there are too many."""
        times: list[tuple[int, float]] = []
        size: int | None = self.wanted[0] if self.wanted else 1
        while size is not None and not self.is_over(0.4):
            each = (size,) * self.arity
            try:
                with alarm(self.alarm_s):
                    spent, making_s = self.try_size(each)
            except (Exception, TooSlow) as problem:
                if (
                    not times
                    and size < SMALLEST_AT_MOST
                    and isinstance(problem, Exception)
                    and not self.wanted
                ):
                    size += 1
                    continue
                if len(times) < FEWEST_SIZES:
                    raise
                self.tell(what="note", note=f"at size {size}: {describe_failure(problem)}")
                break
            times.append((size, spent))
            self.count(each)
            is_enough = making_s > MAKING_S or peak_bytes() - self.had_bytes > ENOUGH_BYTES
            size = None if is_enough else self.following(times)
        return [size for size, _ in times]

    def following(self, times: list[tuple[int, float]]) -> int | None:
        """Those that the caller wants, or as large as the time allows."""
        if not self.wanted:
            return next_size(times, LARGEST if self.arity == 1 else LARGEST_OF_TWO)
        return next((size for size in self.wanted if size > times[-1][0]), None)

    def try_size(self, each: Sizes) -> tuple[int, float]:
        self.tell(what="trying", sizes=each)
        began = time.thread_time()
        self.kept[each] = self.make(*each)
        making_s = time.thread_time() - began
        spent, _ = clock.time_once(self.call, self.kept[each])
        self.first[each] = spent
        self.tell(what="cold", sizes=each, cpu_ns=spent)
        return spent, making_s

    def choose(self, sizes: list[int]) -> list[Sizes]:
        if self.arity == 2:
            return list(pairs(self.near(sizes[-1], sizes), GRID_SIDE))
        wanted = sizes if self.wanted else fill(sizes, TIMED_SIZES)
        return [(size,) for size in spread(wanted, TIMED_SIZES)]

    def near(self, largest: int, sizes: list[int]) -> list[int]:
        """Those of a grid: far enough apart to differ, near enough to be of one kind."""
        return [size for size in sizes if largest / GRID_SPAN <= size <= largest]

    def countable(self, sizes: list[int], chosen: list[Sizes]) -> set[Sizes]:
        """Of two sizes a grid of its own for each kind of count, where there are not too many events."""
        if self.arity == 1:
            return set(chosen)
        grids: set[Sizes] = set()
        for counted in (self.counted, self.elements_counted):
            largest = max((each[0] for each in counted), default=0)
            grids.update(pairs(self.near(largest, sizes), GRID_SIDE) if largest else ())
        return grids

    def arguments(self, each: Sizes) -> tuple[Any, ...]:
        """Those that are kept, where the function leaves them as they are."""
        if self.changes:
            return self.fresh(each)()
        if each not in self.kept:
            self.kept[each] = self.make(*each)
        return self.kept[each]

    def fresh(self, each: Sizes) -> Callable[[], tuple[Any, ...]]:
        """Return what makes new ones."""
        if each not in self.copiers:
            made = to_copier(self.make(*each))
            self.copiers[each] = made or (lambda: tuple(map(give_room, self.make(*each))))
        return self.copiers[each]

    def count(self, each: Sizes) -> None:
        if not self.full.reaches(each):
            try:
                count = count_events(self.call, self.arguments(each), EVENTS)
            except TooMany:
                self.full.note(each)
            except Exception:
                return
            else:
                self.counted.add(each)
                self.tell(
                    what="events", sizes=each, events=count.events, calls=count.calls, depth=count.depth
                )
        if sum(each) <= ELEMENT_ITEMS and not self.elements_full.reaches(each):
            self.count_elements(each)

    def count_elements(self, each: Sizes) -> None:
        """The same with values that show what is done to them. What does not take such values is not counted so."""
        arguments = to_counted(self.arguments(each))
        if arguments is None:
            return
        try:
            count = count_events(self.call, arguments, EVENTS)
        except TooMany:
            self.elements_full.note(each)
        except Exception:
            self.elements_full.note((0,) * self.arity)
        else:
            self.elements_counted.add(each)
            self.tell(what="events", sizes=each, element_events=count.events)

    def weigh(self, chosen: list[Sizes]) -> None:
        tracemalloc.start()
        try:
            for each in chosen:
                if self.is_over(0.75):
                    break
                arguments = self.arguments(each)
                tracemalloc.reset_peak()
                before = tracemalloc.get_traced_memory()[0]
                result = self.call(*arguments)
                peak = tracemalloc.get_traced_memory()[1] - before
                del result
                self.tell(what="memory", sizes=each, peak_bytes=max(peak, 0))
        finally:
            tracemalloc.stop()

    def time(self, chosen: list[Sizes]) -> None:
        """Rounds over all sizes, so that a busy moment of the machine hits all of them alike."""
        for turn in range(ROUNDS):
            for each in chosen:
                if turn > 0 and self.is_over(1.0):
                    return
                cpu, wall, loops = self.time_one(each)
                self.tell(what="time", sizes=each, cpu_ns=cpu, wall_ns=wall, loops=loops, fresh=self.changes)

    def time_one(self, each: Sizes) -> tuple[float, float, int]:
        loops = clock.choose_loops(self.first.get(each, clock.ENOUGH_NS))
        if self.changes:
            return self.time_fresh(each, min(loops, FRESH_INPUTS, max(1, FRESH_ITEMS // sum(each))))
        timed = clock.time_many(self.call, self.arguments(each), loops)
        self.first[each] = timed[0]
        return (*timed, loops)

    def time_fresh(self, each: Sizes, count: int) -> tuple[float, float, int]:
        fresh = self.fresh(each)
        inputs = [fresh() for _ in range(count)]
        return (*clock.time_each(self.call, inputs), count)


def _same(one: Any, other: Any) -> bool:
    """What cannot be compared is not called different; an object without a meaning of its own is equal to none."""
    try:
        if type(one).__eq__ is object.__eq__ or hasattr(one, "__next__"):
            return True
        return bool(one == other) or repr(one) == repr(other)
    except Exception:
        return True
