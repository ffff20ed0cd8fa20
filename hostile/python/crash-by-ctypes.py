# Crashes the interpreter by reading from nowhere.
#
# promise: jail.kernel
# group: python
# expects: lost, lost:SIGSEGV
# stopped-by: gateway

import ctypes

ctypes.string_at(8)
