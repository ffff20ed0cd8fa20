"""Reads job.json, measures each function in a process of its own, and prints one line of JSON for each."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from pymcp_analysis.checks.check_target import check_target, lines_of
from pymcp_analysis.checks.gather import gather_checks
from pymcp_analysis.child import Tell, run_task
from pymcp_analysis.finding import find_targets
from pymcp_analysis.measuring import Measuring
from pymcp_analysis.samples import Samples
from pymcp_analysis.target import Skipped, Target
from pymcp_analysis.wishes import parse_wishes

Found = "list[Target | Skipped]"
FINDING_S = 10.0
LONGEST_CPU_S = 1.2
SHORTEST_KIND_S = 0.4
GRACE_S = 1.0
LONGEST_CHECKS_S = 0.6
CHECKS_SHARE = 0.15
MEASURED_SHARE = 0.85
"""Checks included; the rest is for starting, and for loading the code in each process."""
CPU_SHARE = 0.4
"""Of its time on the wall, so that a machine with twice as much to do measures as much."""


def main() -> None:
    job = json.loads(Path("job.json").read_text("utf-8"))
    wishes = parse_wishes(job)
    analyse(lambda: find_targets(job["path"], job["names"], wishes), float(job["budget_s"]), checks=True)


def analyse(find: Callable[[], Any], budget_s: float, *, checks: bool = False) -> None:
    """Find, check and measure. `find` runs in each of the processes, and never in this one."""
    ends = time.monotonic() + MEASURED_SHARE * budget_s
    listed = _list_targets(find)
    runs = [(at, kind) for at, one in enumerate(listed) for kind in range(len(one.get("kinds", [])))]
    checked = _check_all(find, listed, budget_s) if checks else {}
    for done, (at, kind) in enumerate(runs):
        left_s = (ends - time.monotonic()) / (len(runs) - done)
        wall_s = max(SHORTEST_KIND_S, left_s)
        samples = Samples(listed[at], kind)
        for line in run_task(_measure(find, at, kind, wall_s), wall_s + GRACE_S):
            samples.take(line)
        _print(
            what="measured", done=done + 1, of=len(runs), checks=checked.get(at, []), **samples.to_record()
        )


def _check_all(find: Callable[[], Any], listed: list[dict[str, Any]], budget_s: float) -> dict[int, Any]:
    measured = [at for at, one in enumerate(listed) if one.get("kinds")]
    each_s = min(LONGEST_CHECKS_S, CHECKS_SHARE * budget_s / max(1, len(measured)))
    return {at: gather_checks(run_task(_check(find, at, each_s), 2 * each_s + GRACE_S)) for at in measured}


def _check(find: Callable[[], Any], at: int, seconds: float) -> Callable[[Tell], None]:
    def task(tell: Tell) -> None:
        found = find()
        check_target(found[at], found, seconds, tell)

    return task


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
    record = {"name": one.name, "kinds": kinds, "arity": one.arity, "how": one.how, "problem": one.problem}
    return {**record, "lines": lines_of(one.call)}


def _measure(find: Callable[[], Any], at: int, kind: int, seconds: float) -> Callable[[Tell], None]:
    def task(tell: Tell) -> None:
        target = find()[at]
        cpu_s = min(LONGEST_CPU_S, CPU_SHARE * seconds)
        Measuring(target, target.kinds[kind], cpu_s, seconds, tell).run()

    return task


def _print(**line: Any) -> None:
    print(json.dumps(line), flush=True)
