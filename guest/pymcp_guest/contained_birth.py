"""From a request to a sealed sandbox where no namespace is to be had: two forks of the template.

template ─fork─► keeper   enters a domain of its own; later only reaps, and ends all that is below it
             └─fork─► agent   seals itself in a domain inside of that, waits for code and runs it
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from typing import NoReturn

from . import agent, birth, contained_seal, init_line, keeper, linux, root, seal
from .domain import Domain
from .layers import LayerError, layer
from .plan import LaunchPlan

_PDEATHSIG = 1


def begin(nursery: birth.Nursery, launch: LaunchPlan) -> birth.Ties:
    """As birth.begin."""
    line, line_end = init_line.pair()
    try:
        gift, gift_end = birth.gift_pair()
    except OSError:
        os.close(line)
        os.close(line_end)
        raise
    template = os.getpid()
    try:
        pid = linux.fork_quietly()
        if pid == 0:
            _run_as_keeper(nursery, launch, template, [line_end, gift_end.detach()])
    except OSError:
        os.close(line)
        gift.close()
        raise
    finally:
        os.close(line_end)
        gift_end.close()
    return birth.Ties(pid, line, gift)


def _run_as_keeper(nursery: birth.Nursery, launch: LaunchPlan, template: int, ties: list[int]) -> NoReturn:
    control: socket.socket | None = None
    try:
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        plan = contained_seal.contained(nursery.plan)
        connections = birth.connect_channel(launch.token, plan.socket_path)
        control = connections[0]
        birth.place_descriptors([*(c.fileno() for c in connections), *ties])
        control = birth.adopt(birth.CONTROL)
        for connection in connections:
            connection.detach()
        os.setsid()
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        # The agent may be of the same user: without this only its domain would keep it out of our memory (ptrace(2)).
        linux.prctl(linux.PR_SET_DUMPABLE, 0)
        with layer("signal-scope"):
            domain = Domain.enter(nursery.landlock_abi, template)
        _become_two(nursery, launch, control, domain)
    except BaseException as error:
        birth.refuse(control, error, keeper.NOT_BORN)


def _become_two(
    nursery: birth.Nursery, launch: LaunchPlan, control: socket.socket, domain: Domain
) -> NoReturn:
    own = os.getpid()
    sealed, tell_sealed = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(tell_sealed)
        _run_as_agent(nursery, launch, control, own, sealed)
    # From here on there is somebody to end: whatever fails, keep() is reached or everything is ended.
    try:
        control.detach()
        _close_all_but_line(tell_sealed)
        contained_seal.seal_keeper(nursery.plan, nursery.landlock_abi)
        os.write(1, b".")
        os.close(1)
    except BaseException:
        for _ in domain.end_all():
            pass
        os._exit(keeper.NOT_BORN)
    keeper.keep(child, 0, domain)


def _close_all_but_line(tell_sealed: int) -> None:
    """The line becomes descriptor 0, which nothing mistakes for free."""
    os.dup2(birth.LINE, 0, inheritable=False)
    os.dup2(tell_sealed, 1, inheritable=False)
    linux.close_from(2)


def _run_as_agent(
    nursery: birth.Nursery, launch: LaunchPlan, control: socket.socket, keeper_pid: int, sealed: int
) -> NoReturn:
    try:
        # Nothing of a guest runs beside a keeper that could still do more than it needs to.
        if os.read(sealed, 1) != b".":
            os._exit(1)
        # Where the keeper goes first, it goes too; what it has started then is the template's to end.
        linux.prctl(_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != keeper_pid:
            os._exit(1)
        linux.prctl(linux.PR_SET_DUMPABLE, 1)
        os.close(birth.LINE)
        scratch = _settle_in(launch)
        # Not the keeper: a control group can be killed as a whole, and who ends the rest must outlive that.
        _join_cgroups(launch, contained_seal.contained(nursery.plan).cgroup_folders)
        with layer("oom-score"):
            linux.write_file("/proc/self/oom_score_adj", "1000")
        seal.set_resource_limits(launch)
        contained_seal.seal_agent(nursery.plan, nursery.landlock_abi, scratch, birth.GIFT + 1)
        contained_seal.check(nursery.plan, keeper_pid)
    except BaseException as error:
        birth.refuse(control, error, 1)
    report = {"landlockAbi": nursery.landlock_abi}
    agent.serve(control, birth.STDOUT, birth.STDERR, birth.adopt(birth.GIFT), report)


def _join_cgroups(launch: LaunchPlan, folders: dict[str, str]) -> None:
    """As birth.py does, where the control groups really are."""
    with layer("cgroup"):
        for file in launch.join_files:
            controller, _, rest = file.partition("/")
            linux.write_file(f"{folders[controller]}/{rest}", "0")


def _settle_in(launch: LaunchPlan) -> tuple[str, ...]:
    """Its scratch folders, which the gateway has made for it."""
    if launch.scratch_folder is None:
        raise LayerError("scratch", "no folder was made for it")
    home, temporary = f"{launch.scratch_folder}/home", f"{launch.scratch_folder}/tmp"
    root.settle_in(home)
    os.environ.update(HOME=home, TMPDIR=temporary, MPLCONFIGDIR=f"{temporary}/matplotlib")
    tempfile = sys.modules.get("tempfile")
    if tempfile is not None:
        # The template's.
        tempfile.tempdir = None  # type: ignore[attr-defined]
    return (home, temporary)
