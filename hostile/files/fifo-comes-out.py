# Leaves FIFOs and sockets among its files, to hang whoever opens them.
#
# promise: jail.once
# group: files
# expects: completed
# stopped-by: outputs-are-read-inside
# limits: wall=8

import os
import socket

from attack import held

for number in range(20):
    os.mkfifo(f"/home/mcp/fifo-{number}.csv")
server = socket.socket(socket.AF_UNIX)
server.bind("/home/mcp/socket.csv")
held("FIFOs and a socket left")
