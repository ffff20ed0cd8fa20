# Leaves shared memory, semaphores and queues, and looks for those of the run before.
#
# promise: jail.once
# group: leftovers
# expects: completed
# stopped-by: fresh-sandbox, ipc-namespace, seccomp
# runs: 2

from multiprocessing import resource_tracker, shared_memory

from attack import broke, call, held, target

key = 0x70796D63
found = []
try:
    shared_memory.SharedMemory(target["mark"]).close()
    found.append("POSIX")
except FileNotFoundError:
    memory = shared_memory.SharedMemory(target["mark"], create=True, size=4096)
    resource_tracker.unregister(memory._name, "shared_memory")
if call("shmget", key, 4096, 0) == "done":
    found.append("System V")
call("shmget", key, 4096, 0o1666)
with open("/proc/self/mounts", encoding="utf-8", errors="replace") as file:
    if any(line.split()[2] == "mqueue" for line in file):
        found.append("queues are mounted")
if found:
    broke(", ".join(found))
else:
    held("nothing of the run before")
