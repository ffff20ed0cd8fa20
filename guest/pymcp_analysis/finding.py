"""Finds what a module has to measure: its public functions, and inputs for each."""

from __future__ import annotations

import importlib.util
import inspect
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType
from typing import Any

from pymcp_analysis.given_inputs import cases_of_source, kinds_of_expression, to_expression
from pymcp_analysis.inputs import infer_kinds
from pymcp_analysis.target import Kind, Skipped, Target
from pymcp_analysis.wishes import Wishes

Found = list["Target | Skipped"]
BOUND = re.compile(r"O\(((?:[^()]|\([^()]*\))*)\)")
PROBE = 4


def load_module(path: str) -> ModuleType:
    """Run the file as a module. Its folder can be imported from, as if it were run as a script."""
    file = Path(path)
    sys.path.insert(0, str(file.parent))
    spec = importlib.util.spec_from_file_location(file.stem, file)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[file.stem] = module
    spec.loader.exec_module(module)
    return module


def find_targets(path: str, names: list[str], wishes: Wishes | None = None) -> Found:
    """Return what there is to measure, all of it or the functions of these names alone."""
    wishes = wishes or Wishes()
    module = load_module(path)
    cases = getattr(module, "cases", None)
    problems = getattr(module, "PROBLEMS", None)
    if wishes.inputs is not None:
        found: Found = list(_by_wishes(module, problems, wishes, wishes.inputs))
    elif callable(cases) and isinstance(problems, dict):
        found = list(_by_problems(cases, problems))
    else:
        found = [_measure_or_skip(name, call, cases, wishes.seed) for name, call in _public_functions(module)]
    known = {one.name for one in found}
    missing: Found = [
        Skipped(name, "there is no public function of this name") for name in names if name not in known
    ]
    chosen = [one for one in found if not names or one.name in names] + missing
    return [replace(one, sizes=wishes.sizes) if isinstance(one, Target) else one for one in chosen]


def _by_wishes(module: ModuleType, problems: Any, wishes: Wishes, inputs: str) -> Iterator[Target]:
    """The caller's inputs are those of all functions."""
    expression = to_expression(inputs)
    if expression is not None:
        kinds, arity = kinds_of_expression(expression, wishes, module)
    else:
        kinds, arity, _ = _plain_cases(cases_of_source(inputs, wishes, module))
    table = problems if isinstance(problems, dict) else {}
    problem_of = {call.__name__: problem for problem, solvers in table.items() for call in solvers}
    solvers = {call.__name__: call for calls in table.values() for call in calls}
    for name, call in {**dict(_public_functions(module)), **solvers}.items():
        time, space = declared_bounds(call)
        own = tuple(Kind(kind.name, kind.make, time, space) for kind in kinds)
        yield Target(name, call, own, arity, "given with the call", problem_of.get(name))


def _public_functions(module: ModuleType) -> Iterator[tuple[str, Callable[..., Any]]]:
    shown = getattr(module, "__all__", None)
    for name in shown if shown is not None else sorted(vars(module)):
        call = getattr(module, name, None)
        own = inspect.isfunction(call) and call.__module__ == module.__name__
        if own and name != "cases" and not name.startswith("_"):
            yield name, call


def _by_problems(cases: Callable[..., Any], problems: dict[str, Any]) -> Iterator[Target]:
    shapes: dict[str, list[str]] = {}
    for problem, shape, _ in cases(PROBE):
        shapes.setdefault(problem, []).append(shape)
    for problem, solvers in problems.items():
        for call in solvers:
            time, space = declared_bounds(call)
            kinds = tuple(
                Kind(shape, _case_maker(cases, problem, shape), time, space)
                for shape in dict.fromkeys(shapes.get(problem, []))
            )
            yield Target(call.__name__, call, kinds, 1, "cases(n) of the module", problem)


def _case_maker(cases: Callable[..., Any], problem: str, shape: str) -> Callable[..., tuple[Any, ...]]:
    def make(n: int) -> tuple[Any, ...]:
        for found_problem, found_shape, arguments in cases(n):
            if (found_problem, found_shape) == (problem, shape):
                return arguments
        raise LookupError(f"cases({n}) has no {shape}")

    return make


def _measure_or_skip(name: str, call: Callable[..., Any], cases: Any, seed: int) -> Target | Skipped:
    time, space = declared_bounds(call)
    forms: tuple[str, ...] = ()
    try:
        if callable(cases):
            kinds, arity, how = _plain_cases(cases)
        else:
            inferred = infer_kinds(call, seed)
            kinds, arity, forms, how = (
                inferred.kinds,
                inferred.arity,
                inferred.forms,
                "inferred from its parameters",
            )
    except Exception as problem:
        return Skipped(name, str(problem))
    own = tuple(Kind(kind.name, kind.make, time, space) for kind in kinds)
    return Target(name, call, own, arity, how, forms=forms)


def _plain_cases(cases: Callable[..., Any]) -> tuple[tuple[Kind, ...], int, str]:
    """`cases(n)` or `cases(n, m)` that yields tuples of arguments, or pairs of a name and such a tuple."""
    arity = min(2, len(inspect.signature(cases).parameters))
    probe = list(cases(*(PROBE,) * arity))
    kinds = tuple(Kind(_kind_name(one, at), _nth_maker(cases, at)) for at, one in enumerate(probe))
    return kinds, arity, "cases of the module"


def _is_named(case: Any) -> bool:
    return len(case) == 2 and isinstance(case[0], str) and isinstance(case[1], tuple)


def _kind_name(case: Any, position: int) -> str:
    return case[0] if _is_named(case) else f"case {position + 1}"


def _nth_maker(cases: Callable[..., Any], position: int) -> Callable[..., tuple[Any, ...]]:
    def make(*sizes: int) -> tuple[Any, ...]:
        for at, case in enumerate(cases(*sizes)):
            if at == position:
                return case[1] if _is_named(case) else tuple(case)
        raise LookupError(f"cases has fewer cases at {sizes}")

    return make


def declared_bounds(call: Callable[..., Any]) -> tuple[str | None, str | None]:
    """Return what stands between the parentheses of O(...), for time and for space."""
    declared = getattr(call, "__complexity__", None)
    text = declared if isinstance(declared, str) else (getattr(call, "__doc__", None) or "")
    bounds: dict[str, str] = {}
    for found in BOUND.finditer(text):
        before = text[max(0, found.start() - 40) : found.start()].lower()
        space, time = before.rfind("space"), before.rfind("time")
        bounds.setdefault("space" if space > time else "time", found.group(1))
    return bounds.get("time"), bounds.get("space")
