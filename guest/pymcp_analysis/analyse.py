"""Reads job.json, measures each function in a process of its own, and prints one line of JSON for each."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pymcp_analysis.child import Tell, run_task
from pymcp_analysis.finding import find_targets
from pymcp_analysis.measuring import Measuring
from pymcp_analysis.samples import Samples
from pymcp_analysis.target import Skipped, Target

Found = "list[Target | Skipped]"
FINDING_S = 10.0
LONGEST_KIND_S = 3.0
SHORTEST_KIND_S = 0.4
GRACE_S = 3.0


def main() -> None:
    job = json.loads(Path("job.json").read_text("utf-8"))
    analyse(lambda: find_targets(job["path"], job["names"]), float(job["budget_s"]))


def analyse(find: Callable[[], Any], budget_s: float) -> None:
    """Find and measure. `find` runs in each of the processes, and never in this one."""
    listed = _list_targets(find)
    runs = [(at, kind) for at, one in enumerate(listed) for kind in range(len(one.get("kinds", [])))]
    each_s = max(SHORTEST_KIND_S, min(LONGEST_KIND_S, budget_s / max(1, len(runs))))
    for done, (at, kind) in enumerate(runs):
        samples = Samples(listed[at], kind)
        for line in run_task(_measure(find, at, kind, each_s), 2 * each_s + GRACE_S):
            samples.take(line)
        _print(what="measured", done=done + 1, of=len(runs), **samples.to_record())


def _list_targets(find: Callable[[], Any]) -> list[dict[str, Any]]:
    listed: list[dict[str, Any]] = []

    def task(tell: Tell) -> None:
        for one in find():
            tell(what="target", **_to_record(one))

    for line in run_task(task, FINDING_S):
        if line["what"] == "target":
            listed.append({key: value for key, value in line.items() if key != "what"})
        elif line["what"] == "failed" or line.get("how"):
            _print(what="not-loaded", why=line.get("why") or line["how"])
    for one in listed:
        if "why" in one:
            _print(what="skipped", name=one["name"], why=one["why"])
    return listed


def _to_record(one: Target | Skipped) -> dict[str, Any]:
    if isinstance(one, Skipped):
        return {"name": one.name, "why": one.why}
    kinds = [
        {"name": kind.name, "declared_time": kind.declared_time, "declared_space": kind.declared_space}
        for kind in one.kinds
    ]
    return {"name": one.name, "kinds": kinds, "arity": one.arity, "how": one.how, "problem": one.problem}


def _measure(find: Callable[[], Any], at: int, kind: int, seconds: float) -> Callable[[Tell], None]:
    def task(tell: Tell) -> None:
        target = find()[at]
        Measuring(target, target.kinds[kind], seconds, tell).run()

    return task


def _print(**line: Any) -> None:
    print(json.dumps(line), flush=True)
