"""The template where no namespace is to be had: as template.py, in a domain instead of a pid namespace.

jail.once: nothing outlives it. It is the subreaper of every sandbox's keeper. Where it ends, or a keeper has ended
without having ended its sandbox, all of them end with it; where it is killed, each keeper notices and ends its own.
"""

from __future__ import annotations

import os
from typing import NoReturn

from . import birth, contained_birth, keeper, landlock, linux
from .domain import Domain
from .plan import LaunchPlan
from .template import Lines, Template, come_up, greet, preload, told

_LOST = 3


def main() -> NoReturn:
    gateway = os.getppid()
    lines, plan = greet()
    with told():
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        abi = landlock.supported_abi()
        # Before anything is imported: what a package starts cannot stay either.
        domain = Domain.enter(abi, gateway)
    failures = preload(plan)
    nursery = birth.Nursery(plan, abi, 0, {})
    lines.at_end = lambda: _end_all(domain)
    come_up(nursery, failures)
    _Contained(nursery, lines, domain).run()


def _end_all(domain: Domain) -> None:
    for _ in domain.end_all():
        pass


class _Contained(Template):
    def __init__(self, nursery: birth.Nursery, lines: Lines, domain: Domain) -> None:
        super().__init__(nursery, lines)
        self._domain = domain

    def _begin(self, launch: LaunchPlan) -> birth.Ties:
        return contained_birth.begin(self._nursery, launch)

    def _kill(self, launch_id: int) -> None:
        """The keeper ends what is below it before it ends."""
        self._litter.end(launch_id, 0)

    def _bury(self, pid: int, status: int) -> None:
        is_clean = os.WIFEXITED(status) and os.WEXITSTATUS(status) in keeper.CLEAN_ENDS
        if self._litter.is_init(pid) and not is_clean:
            # What it kept may live on, and only together can they be ended.
            _end_all(self._domain)
            os.write(2, b"the keeper of a sandbox was ended, and so all sandboxes were\n")
            os._exit(_LOST)
        super()._bury(pid, status)
