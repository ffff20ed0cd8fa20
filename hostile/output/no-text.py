# Writes what is no UTF-8, NULs, halves of surrogates, and every byte there is.
#
# promise: jail.kernel
# group: output
# expects: completed
# stopped-by: gateway

import os

from attack import held

os.write(1, bytes(range(256)) * 16 + b"\xed\xa0\x80\xf8\x88\x80\x80\x80\xff\xfe\x00")
os.write(2, b"\xc3" * 4096)
os.write(1, b"\n")
held("written")
