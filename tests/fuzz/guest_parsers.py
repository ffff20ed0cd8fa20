"""Answers questions about the guest's own code, a line of JSON each: what it makes of bytes and names of a test.

python3 -I guest_parsers.py GUEST-FOLDER SCRATCH-FOLDER
"""

import base64
import json
import os
import shutil
import socket
import sys

sys.path.insert(0, sys.argv[1])
SCRATCH = sys.argv[2]

from pymcp_guest import contained_path, frames, init_line, inputs, plan  # noqa: E402


def received(stream, read):
    """What `read` makes of the bytes of a connection that ends after them."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(stream)
        ours.shutdown(socket.SHUT_WR)
        return read(theirs)


def contained(question):
    return [contained_path.is_contained(path) for path in question["paths"]]


def all_frames(question):
    def read(connection):
        found = []
        while (message := frames.receive_frame(connection)) is not None:
            found.append(message)
        return found

    return received(base64.b64decode(question["stream"]), read)


def placed(question):
    """What stands below a home folder after a request with files came."""
    home = os.path.join(SCRATCH, "home")
    shutil.rmtree(home, ignore_errors=True)
    os.mkdir(home)
    try:
        message, versions = received(
            base64.b64decode(question["stream"]), lambda one: inputs.receive(one, home)
        )
        answer = {"message": message, "placed": sorted(versions)}
    except inputs.NotPlacedError as error:
        answer = {"message": error.request, "failure": str(error)}
    paths = [os.path.join(folder, name) for folder, _, names in os.walk(SCRATCH) for name in names]
    answer["files"] = {os.path.relpath(path, SCRATCH): content_of(path) for path in paths}
    return answer


def content_of(path):
    with open(path, "rb") as file:
        return base64.b64encode(file.read()).decode()


def covered(question):
    parsed = [plan.ProtectedPath.parse(entry) for entry in question["protected"]]
    return [[one.path.decode("latin-1"), one.cover] for one in parsed]


def line(question):
    ours, theirs = init_line.pair()
    try:
        found = []
        for kind, pid, number in question["records"]:
            init_line.tell(theirs, kind.encode(), pid, number)
            record = init_line.read(ours)
            found.append([record.kind.decode(), record.pid, record.number])
        os.close(theirs)
        theirs = -1
        return [*found, init_line.read(ours)]
    finally:
        os.close(ours)
        if theirs >= 0:
            os.close(theirs)


QUESTIONS = {"contained": contained, "frames": all_frames, "placed": placed, "covered": covered, "line": line}

for text in sys.stdin:
    question = json.loads(text)
    try:
        answer = {"answer": QUESTIONS[question["ask"]](question)}
    except Exception as error:  # the test judges which may be
        answer = {"error": type(error).__name__, "why": str(error)}
    sys.stdout.write(json.dumps(answer) + "\n")
    sys.stdout.flush()
