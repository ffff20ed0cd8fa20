# subprocess starts the interpreter, with pipes and with time limits.
#
# promise: jail.kernel
# group: innocent
# expects: completed
# stopped-by: none

import subprocess
import sys

from attack import broke, held

ran = subprocess.run(
    [sys.executable, "-c", "print(input()[::-1])"], input="abc", capture_output=True, text=True, check=True
)
try:
    subprocess.run([sys.executable, "-c", "import time; time.sleep(60)"], timeout=0.3, check=False)
    late = "no time limit"
except subprocess.TimeoutExpired:
    late = ""
held("subprocess") if ran.stdout == "cba\n" and not late else broke(f"{ran} {late}")
