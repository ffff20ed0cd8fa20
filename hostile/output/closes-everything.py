# Closes every descriptor, the gateway's channel among them, and goes on.
#
# promise: jail.kernel
# group: output
# expects: lost
# stopped-by: gateway

import os
import time

os.closerange(0, 1024)
time.sleep(1.5)
