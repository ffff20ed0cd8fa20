# Starves pid 1: lowers its priority and its limits, raises its own, asks for real time.
#
# promise: limit.cpu
# group: processes
# expects: completed
# stopped-by: seccomp, rlimits

import os
import resource

from attack import attempt, judge


def affinity():
    os.sched_setaffinity(1, {0})


judge(
    {
        "nice of pid 1": attempt(os.setpriority, os.PRIO_PROCESS, 1, 19),
        "nice of its group": attempt(os.setpriority, os.PRIO_PGRP, 1, 19),
        "nice of the user": attempt(os.setpriority, os.PRIO_USER, os.getuid(), 19),
        "own nice": attempt(os.setpriority, os.PRIO_PROCESS, 0, -5),
        "idle": attempt(os.sched_setscheduler, 1, os.SCHED_IDLE, os.sched_param(0)),
        "real time": attempt(os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(1)),
        "affinity": attempt(affinity),
        "limits of pid 1": attempt(resource.prlimit, 1, resource.RLIMIT_NOFILE, (4, 4)),
        "more descriptors": attempt(resource.setrlimit, resource.RLIMIT_NOFILE, (1 << 20, 1 << 20)),
        "more processor time": attempt(resource.setrlimit, resource.RLIMIT_CPU, (-1, -1)),
        "larger files": attempt(resource.setrlimit, resource.RLIMIT_FSIZE, (-1, -1)),
        "core dumps": attempt(resource.setrlimit, resource.RLIMIT_CORE, (1 << 20, 1 << 20)),
    }
)
