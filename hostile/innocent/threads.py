# Threads start, wait for each other and end.
#
# promise: jail.kernel
# group: innocent
# expects: completed
# stopped-by: none

import threading

from attack import broke, held

done = []
threads = [threading.Thread(target=done.append, args=(number,)) for number in range(32)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
held("32 threads") if len(done) == 32 else broke(f"{len(done)} of 32 threads")
