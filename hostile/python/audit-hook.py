# Adds an audit hook that refuses everything that the harness does from now on.
#
# promise: jail.kernel
# group: python
# expects: completed, lost, raised, limit:wall
# stopped-by: gateway, frame-check
# limits: wall=3

import sys

from attack import held

held("hook about to be added")


def hook(event, _):
    if event not in ("sys.addaudithook",):
        raise KeyboardInterrupt(event)


sys.addaudithook(hook)
