"""The shortest way through a grid of free cells and walls, found in three ways.

A grid is a sequence of equally long rows of characters, where "#" is a wall and all else is free.
A step leads to one of the four neighbours. In the bounds, C is the number of cells.
"""

from __future__ import annotations

import argparse
import random
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from heapq import heappop, heappush
from time import perf_counter
from typing import Any, Callable

__all__ = ["a_star", "bidirectional", "breadth_first", "cases"]

Cell = tuple[int, int]  # (row, column)
Grid = Sequence[str]
Solver = Callable[..., Any]

WALL = "#"


def breadth_first(grid: Grid, start: Cell, goal: Cell) -> int | None:
    """Count the steps of a shortest way by flooding the grid from the start.

    Args:
        grid: The rows of the grid.
        start: Where the way begins, as (row, column).
        goal: Where it ends.

    Returns:
        The number of steps, or None if there is no way.

    Raises:
        TypeError: If a coordinate is not an int.
        ValueError: If the rows differ in length, or start or goal is a wall or outside.

    Complexity: time O(C), space O(C)

    >>> breadth_first(["..#", "#..", "..."], (0, 0), (2, 0))
    4
    """
    _check(grid, start, goal)
    steps = {start: 0}
    queue = deque([start])
    while queue:
        cell = queue.popleft()
        if cell == goal:
            return steps[cell]
        for neighbour in _neighbours(grid, cell):
            if neighbour not in steps:
                steps[neighbour] = steps[cell] + 1
                queue.append(neighbour)
    return None


def bidirectional(grid: Grid, start: Cell, goal: Cell) -> int | None:
    """Count the steps of a shortest way by flooding from both ends until the floods meet.

    Args:
        grid: The rows of the grid.
        start: Where the way begins, as (row, column).
        goal: Where it ends.

    Returns:
        The number of steps, or None if there is no way.

    Raises:
        TypeError: If a coordinate is not an int.
        ValueError: If the rows differ in length, or start or goal is a wall or outside.

    Complexity: time O(C), space O(C)

    >>> bidirectional(["..#", "#..", "..."], (0, 0), (2, 0))
    4
    """
    _check(grid, start, goal)
    front, behind = {start}, set[Cell]()
    other_front, other_behind = {goal}, set[Cell]()
    steps = 0
    while front and other_front:
        if not front.isdisjoint(other_front):
            return steps
        ahead = {near for cell in front for near in _neighbours(grid, cell)} - behind
        front, behind, other_front, other_behind = other_front, other_behind, ahead, front
        steps += 1
    return None


def a_star(grid: Grid, start: Cell, goal: Cell) -> int | None:
    """Count the steps of a shortest way by going on where start and goal are nearest in sum.

    How far the goal is, is guessed as if there were no walls, which is never too far.

    Args:
        grid: The rows of the grid.
        start: Where the way begins, as (row, column).
        goal: Where it ends.

    Returns:
        The number of steps, or None if there is no way.

    Raises:
        TypeError: If a coordinate is not an int.
        ValueError: If the rows differ in length, or start or goal is a wall or outside.

    Complexity: time O(C log C), space O(C)

    >>> a_star(["..#", "#..", "..."], (0, 0), (2, 0))
    4
    """
    _check(grid, start, goal)
    steps = {start: 0}
    heap = [(_distance(start, goal), 0, start)]  # of ways that look equally long, the furthest
    while heap:
        _, taken, cell = heappop(heap)
        if cell == goal:
            return steps[cell]
        if -taken > steps[cell]:
            continue  # a shorter way was found after this entry was made
        after = steps[cell] + 1
        for neighbour in _neighbours(grid, cell):
            if after < steps.get(neighbour, after + 1):
                steps[neighbour] = after
                heappush(heap, (after + _distance(neighbour, goal), -after, neighbour))
    return None


def cases(n: int) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    """Yield (problem, shape, arguments) for inputs of size n, which is the side of the square.

    The way leads from corner to corner; in the serpentine it passes every free cell.

    >>> [(shape, goal) for _, shape, (_, _, goal) in cases(9)]
    [('open', (8, 8)), ('scattered', (8, 8)), ('serpentine', (8, 8))]
    """
    if n < 1:
        raise ValueError(f"n must be at least 1, but is {n}")
    start, goal = (0, 0), (n - 1, n - 1)
    yield "grid_steps", "open", (["." * n] * n, start, goal)
    yield "grid_steps", "scattered", (_scattered(n), start, goal)
    yield "grid_steps", "serpentine", (_serpentine(n), start, _serpentine_end(n))


def _scattered(n: int) -> list[str]:
    """Return a square with walls in a quarter of the cells off its border."""
    generator = random.Random(n)
    inner = [generator.choices(f"...{WALL}", k=n - 2) for _ in range(n - 2)]
    return ["." * n, *("." + "".join(row) + "." for row in inner), "." * n][:n]


def _serpentine(n: int) -> list[str]:
    gaps = {1: WALL * (n - 1) + ".", 3: "." + WALL * (n - 1)}
    return [gaps.get(row % 4, "." * n) for row in range(n)]


def _serpentine_end(n: int) -> Cell:
    """Return the cell that is furthest from the start along the serpentine."""
    last_row = n - 1 - (n - 1) % 2
    return last_row, 0 if last_row % 4 == 2 else n - 1


def _check(grid: Grid, *cells: Cell) -> None:
    """Raise an error unless the grid is a rectangle and each cell is a free one in it."""
    if len({len(row) for row in grid}) > 1:
        raise ValueError("all rows must have the same length")
    for row, column in cells:
        for coordinate in (row, column):
            if not isinstance(coordinate, int) or isinstance(coordinate, bool):
                kind = type(coordinate).__name__
                raise TypeError(f"a coordinate must be an int, not {kind}")
        if not _is_free(grid, (row, column)):
            raise ValueError(f"cell {(row, column)} is a wall or outside the grid")


def _is_free(grid: Grid, cell: Cell) -> bool:
    row, column = cell
    return 0 <= row < len(grid) and 0 <= column < len(grid[row]) and grid[row][column] != WALL


def _neighbours(grid: Grid, cell: Cell) -> Iterator[Cell]:
    row, column = cell
    around = ((row - 1, column), (row, column - 1), (row, column + 1), (row + 1, column))
    return (neighbour for neighbour in around if _is_free(grid, neighbour))


def _distance(cell: Cell, goal: Cell) -> int:
    return abs(cell[0] - goal[0]) + abs(cell[1] - goal[1])


SIZES = range(1, 201)
DEFAULT_SIZE = 60
FEASIBLE: dict[Solver, int] = {}
PROBLEMS: dict[str, tuple[Solver, ...]] = {
    "grid_steps": (breadth_first, bidirectional, a_star),
}


# The comparison table. These lines are the same in every module, because each has to run alone.


def main(argv: Sequence[str] | None = None) -> int:
    """Print how the solvers compare; return 0 if they agree and 1 if they do not."""
    parser = argparse.ArgumentParser(description="Compare the solvers on inputs of size N.")
    parser.add_argument("n", metavar="N", nargs="?", type=_size, default=DEFAULT_SIZE)
    n = parser.parse_args(argv).n
    agreements = [_print_table(problem, n) for problem in PROBLEMS]
    return 0 if all(agreements) else 1


def _size(text: str) -> int:
    if text.isdecimal() and len(text) < 10 and int(text) in SIZES:
        return int(text)
    raise argparse.ArgumentTypeError(f"a whole number from {SIZES[0]} to {SIZES[-1]} is needed")


def _print_table(problem: str, n: int) -> bool:
    inputs = {shape: args for name, shape, args in cases(n) if name == problem}
    expected: dict[str, Any] = {}
    agreed = True
    _print_row(f"{problem}, n = {n}", [*inputs, "agrees"])
    for solver in PROBLEMS[problem]:
        if n <= FEASIBLE.get(solver, n):
            cells = _run(solver, inputs, expected)
        else:
            cells = ["-" for _ in inputs] + [f"n > {FEASIBLE[solver]}"]
        agreed = agreed and cells[-1] != "NO"
        _print_row(f"  {solver.__name__}", cells)
    return agreed


def _run(solver: Solver, inputs: dict[str, Any], expected: dict[str, Any]) -> list[str]:
    """Time a solver on each input; whatever ran first sets what is expected."""
    cells = []
    agrees = True
    for shape, args in inputs.items():
        start = perf_counter()
        result = solver(*args)
        cells.append(f"{(perf_counter() - start) * 1e3:.3f} ms")
        agrees = agrees and result == expected.setdefault(shape, result)
    return [*cells, "yes" if agrees else "NO"]


def _print_row(title: str, cells: Sequence[str]) -> None:
    print(f"{title:<30}" + "".join(f"{cell:>14}" for cell in cells))


if __name__ == "__main__":
    sys.exit(main())
