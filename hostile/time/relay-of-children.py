# Hands the work from one short-lived child to the next, each in a new session, so that no pid lasts.
#
# promise: limit.cpu
# group: time
# expects: limit:wall, lost, limit:cpu
# stopped-by: wall-clock, cgroup, pid-namespace
# limits: wall=1.5

import os

import attack  # bounds its processor time

assert attack.target
while True:
    child = os.fork()
    if child != 0:
        os.waitpid(child, 0)
        continue
    for _ in range(1000):
        if os.fork() != 0:
            os._exit(0)
        os.setsid()
    os._exit(0)
