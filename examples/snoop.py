# Tries to read what is not its own: passwords, keys in the workspace, the environment of pid 1, the network.
# Each attempt is answered by the kernel; the program runs to its end and reports.
import socket


def attempt(what, action):
    try:
        print(f"{what}: got {action()!r}")
    except OSError as error:
        print(f"{what}: refused ({type(error).__name__})")


def read(path):
    with open(path, "rb") as file:
        return file.read(100)


attempt("passwords", lambda: read("/etc/shadow"))
attempt("keys in the workspace", lambda: read("/workspace/.env"))
attempt("environment of pid 1", lambda: read("/proc/1/environ"))
attempt("network", lambda: socket.create_connection(("192.0.2.1", 80), timeout=5))
attempt("cloud metadata", lambda: socket.create_connection(("169.254.169.254", 80), timeout=5))
