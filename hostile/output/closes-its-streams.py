# Closes its output and hands other files in under their numbers.
#
# promise: jail.kernel
# group: output
# expects: completed, lost
# stopped-by: gateway

import os

from attack import held

held("streams about to be replaced")
null = os.open("/dev/zero", os.O_RDWR)
for number in (0, 1, 2):
    os.dup2(null, number)
os.closerange(4, 256)
