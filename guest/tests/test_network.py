import os
import signal
import socket
import threading
import time
import unittest

from pymcp_guest import linux, network
from pymcp_guest.layers import LayerError
from pymcp_guest.network import WayOut

from . import child


class Line(unittest.TestCase):
    """The agent's end, and a relay of the test at the other."""

    def setUp(self):
        self.line, self.relay = network.line_pair()
        self.addCleanup(self.line.close)
        self.addCleanup(self.relay.close)

    def test_it_waits_until_the_relay_is_bound_and_hands_it_the_token(self):
        self.relay.send(b"bound")
        way_out = WayOut.wait_for(self.line)
        self.relay.send(b"open")
        way_out.open("token")
        self.assertEqual(self.relay.recv(64), b"token")

    def test_a_relay_that_has_gone_is_the_end_of_the_birth(self):
        self.relay.close()
        with self.assertRaisesRegex(LayerError, "^network: "):
            WayOut.wait_for(self.line)

    def test_and_of_the_run_where_it_goes_later(self):
        self.relay.send(b"bound")
        way_out = WayOut.wait_for(self.line)
        self.relay.close()
        with self.assertRaises(OSError):
            way_out.open("token")

    def test_so_is_one_that_says_something_else(self):
        self.relay.send(b"open")
        with self.assertRaisesRegex(LayerError, "instead of b'bound'"):
            WayOut.wait_for(self.line)


class Served(unittest.TestCase):
    """The relay's process, without a jail: its socket of the proxy is one of ours."""

    def start(self):
        folder = f"/tmp/pymcp-relay-{os.getpid()}-{time.monotonic_ns()}"
        self.proxy = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.addCleanup(self.proxy.close)
        self.proxy.bind(folder)
        self.addCleanup(os.unlink, folder)
        self.proxy.listen(8)
        self.proxy.settimeout(child.SECONDS)
        named = os.open(folder, os.O_PATH | os.O_CLOEXEC)
        self.line, theirs = network.line_pair()
        self.addCleanup(self.line.close)
        self.line.settimeout(child.SECONDS)
        ours = self.line

        def work():
            ours.close()
            # In a namespace of its own the port is always free.
            with socket.create_server(("127.0.0.1", 0)) as probe:
                network.PORT = probe.getsockname()[1]
            theirs.send(str(network.PORT).encode())
            network.serve(named, theirs.fileno())

        self.relay = child.fork(work)
        theirs.close()
        os.close(named)
        self.port = int(self.line.recv(64))
        self.assertEqual(self.line.recv(64), b"bound")

    def end(self):
        os.kill(self.relay, signal.SIGKILL)
        child.wait(self.relay)

    def test_it_refuses_until_it_has_the_token_and_joins_afterwards(self):
        self.start()
        self.addCleanup(self.end)
        with self.assertRaises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", self.port))
        self.line.send(b"secret")
        self.assertEqual(self.line.recv(64), b"open")
        with socket.create_connection(("127.0.0.1", self.port), timeout=child.SECONDS) as client:
            joined, _ = self.proxy.accept()
            with joined:
                client.sendall(b"hello")
                said = b""
                while len(said) < len(b"secret\nhello"):
                    said += joined.recv(64)
                self.assertEqual(said, b"secret\nhello")

    def test_it_has_no_descriptor_but_its_own(self):
        self.start()
        self.addCleanup(self.end)
        self.line.send(b"secret")
        self.assertEqual(self.line.recv(64), b"open")
        # Streams that lead nowhere, the name of the socket, the listener, its selector; the line has ended.
        self.assertEqual(self.line.recv(64), b"")
        links = {os.readlink(f"/proc/{self.relay}/fd/{fd}") for fd in range(4)}
        self.assertIn("/dev/null", links)
        self.assertLessEqual(len(os.listdir(f"/proc/{self.relay}/fd")), 6)

    def test_it_ends_where_there_will_be_no_run(self):
        self.start()
        self.line.close()
        self.assertEqual(child.wait(self.relay), 1)


class Unseen(unittest.TestCase):
    def test_who_waits_for_children_does_not_wait_for_it(self):
        """Pid 1 leaves when nobody is left, and its relay with it."""

        def work():
            told, tell = os.pipe()
            if linux.fork_unseen() == 0:
                os.close(told)
                threading.Event().wait(child.SECONDS)
                os._exit(0)
            os.close(tell)
            try:
                os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                os._exit(7)
            os._exit(8)

        self.assertEqual(child.wait(child.fork(work)), 7)


if __name__ == "__main__":
    unittest.main()
