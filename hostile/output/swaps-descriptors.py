# Puts its output where the channel was, and the channel where its output was.
#
# promise: jail.kernel
# group: output
# expects: lost, completed, limit:wall
# stopped-by: gateway
# limits: wall=2

import os
import sys

from attack import held

held("swapped")
sys.stdout.flush()
spare = os.dup(3)
os.dup2(1, 3)
os.dup2(spare, 1)
os.write(1, b"not a frame, but what was printed\n")
