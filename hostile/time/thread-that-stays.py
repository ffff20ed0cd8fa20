# Ends with a thread that is no daemon and never ends.
#
# promise: limit.cpu
# group: time
# expects: limit:wall
# stopped-by: wall-clock
# limits: wall=1

import threading

threading.Thread(target=threading.Event().wait).start()
