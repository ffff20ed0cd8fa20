# Never ends, and ignores every signal that can be ignored.
# The time limit ends it all the same; what it printed until then comes back.
import signal

for number in signal.valid_signals() - {signal.SIGKILL, signal.SIGSTOP}:
    signal.signal(number, signal.SIG_IGN)
print("counting", flush=True)
count = 0
while True:
    count += 1
