# Keeps the gateway busy with one byte at a time.
#
# promise: limit.cpu
# group: output
# expects: limit:wall
# stopped-by: wall-clock
# limits: wall=1.5

import os

while True:
    os.write(1, b".")
