# Asks the kernel's out-of-memory killer to take somebody else first.
#
# promise: limit.memory
# group: memory
# expects: completed
# stopped-by: oom-score, landlock

import os

from attack import attempt, judge


def wish(path, text):
    with open(path, "w") as file:
        file.write(text)


answers = {}
for pid in ("self", "1", str(os.getpid())):
    answers[f"score of {pid}"] = attempt(wish, f"/proc/{pid}/oom_score_adj", "-1000")
    answers[f"zero for {pid}"] = attempt(wish, f"/proc/{pid}/oom_score_adj", "0")
    answers[f"old name for {pid}"] = attempt(wish, f"/proc/{pid}/oom_adj", "-17")
judge(answers)
