# Leaves files for the result whose names lead elsewhere, hide, or are no text.
#
# promise: path.contained
# group: files
# expects: completed, lost
# stopped-by: frame-check, outputs-are-read-inside

import os

from attack import held

names = [
    b"a\nb",
    b"\xff\xfe.txt",
    b"..x",
    b"-rf",
    b"con",
    b"\x1b[2Jx",
    "\u202egpj.exe".encode(),
    b"x" * 255,
    b"*",
    b"a\\..\\b",
    b" ",
]
for name in names:
    with open(os.path.join(b"/home/mcp", name), "wb") as file:
        file.write(b"odd")
held(f"{len(names)} odd names left")
