# Asks for capabilities, for the right to keep them, and to be rid of its promise not to gain any.
#
# promise: jail.kernel
# group: kernel
# expects: completed
# stopped-by: capabilities, no-new-privs, seccomp
# outside: safe

import ctypes
import struct

from attack import broke, call, held

header = struct.pack("II", 0x20080522, 0)
answers = {
    "capset": call("capset", header, b"\xff" * 24),
    "keepcaps": call("prctl", 8, 1, 0, 0, 0),
    "ambient": call("prctl", 47, 2, 21, 0, 0),
    "securebits": call("prctl", 28, 0, 0, 0, 0),
    "new privileges": call("prctl", 38, 0, 0, 0, 0),
    "setuid": call("setuid", 0),
    "not dumpable": call("prctl", 4, 0, 0, 0, 0),
    "ptracer": call("prctl", 0x59616D61, -1, 0, 0, 0),
    "mm": call("prctl", 35, 1, 4096, 0, 0),
    "speculation": call("prctl", 53, 0, 2, 0, 0),
    "core scheduling": call("prctl", 62, 1, 0, 0, 0),
    "no randomisation": call("personality", 0x40000),
}
with open("/proc/thread-self/status", encoding="ascii", errors="replace") as file:
    status = dict(line.rstrip("\n").split(":\t", 1) for line in file if ":\t" in line)
# A kernel that has no ambient capabilities has no such line; nor has every one the other, which it tells all the same.
sets = {name: status[name] for name in ("CapInh", "CapPrm", "CapEff", "CapBnd", "CapAmb") if name in status}
gains = status.get("NoNewPrivs", "1") != "1" or ctypes.CDLL(None).prctl(39, 0, 0, 0, 0) != 1
done = [name for name, answer in answers.items() if answer == "done"]
if done or any(int(word, 16) for word in sets.values()) or gains:
    broke(f"{done} {sets}")
else:
    held(f"{len(answers)} refused, {len(sets)} sets empty")
