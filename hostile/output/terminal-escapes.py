# Writes sequences that would retitle, clear, paste into and answer for a terminal.
#
# promise: jail.kernel
# group: output
# expects: completed
# stopped-by: gateway

import os

from attack import held

os.write(1, b"\x1b]0;owned\x07\x1b[2J\x1b]52;c;bHM=\x07\x1b[6n\x1bP+q544e\x1b\\\x9b31m\x1b[?1049h\n")
held("written")
