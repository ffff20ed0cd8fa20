# Loops in as many processes as it gets, to starve everybody else.
#
# promise: limit.cpu
# group: time
# expects: limit:wall, limit:cpu
# stopped-by: cgroup, wall-clock
# limits: wall=1.5 pids=24
# alone: yes

import os

import attack  # bounds its processor time

assert attack.target
for _ in range(16):
    if os.fork() == 0:
        break
while True:
    pass
