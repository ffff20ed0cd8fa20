import contextlib
import os
import signal
import socket
import tempfile
import threading
import time
import unittest

from pymcp_guest import relay

_TOKEN = "t" * 43
_PATIENCE = 20


def read_all(end):
    pieces = []
    while piece := end.recv(1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


class RelayCase(unittest.TestCase):
    """net.none: the relay joins connections to the socket of the proxy, and decides nothing."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.path = os.path.join(folder.name, "egress.sock")
        self.proxy = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.addCleanup(self.proxy.close)
        self.proxy.bind(self.path)
        self.proxy.listen(256)
        self.proxy.settimeout(_PATIENCE)
        listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.address = listener.getsockname()
        # It has no end of its own: in a sandbox it dies with it, here with its test.
        served = os.fork()
        if served == 0:
            self.proxy.close()
            try:
                relay.Relay(listener, self.path, _TOKEN).run()
            finally:
                os._exit(1)
        listener.close()
        self.addCleanup(os.waitpid, served, 0)
        self.addCleanup(os.kill, served, signal.SIGKILL)

    def connect(self):
        client = socket.create_connection(self.address, timeout=_PATIENCE)
        self.addCleanup(client.close)
        return client

    def accept(self):
        """The proxy's side of a connection, behind the token."""
        end, _ = self.proxy.accept()
        self.addCleanup(end.close)
        end.settimeout(_PATIENCE)
        greeting = b""
        while len(greeting) < len(_TOKEN) + 1:
            greeting += end.recv(len(_TOKEN) + 1 - len(greeting))
        self.assertEqual(greeting, f"{_TOKEN}\n".encode())
        return end

    def test_presents_the_token_first_and_passes_on_both_ways(self):
        client = self.connect()
        client.sendall(b"GET / HTTP/1.1\r\n")
        end = self.accept()
        self.assertEqual(end.recv(100), b"GET / HTTP/1.1\r\n")
        end.sendall(b"HTTP/1.1 403 \r\n")
        self.assertEqual(client.recv(100), b"HTTP/1.1 403 \r\n")

    def test_ends_each_direction_on_its_own(self):
        client = self.connect()
        end = self.accept()
        client.sendall(b"all")
        client.shutdown(socket.SHUT_WR)
        self.assertEqual(read_all(end), b"all")
        end.sendall(b"and still an answer")
        end.close()
        self.assertEqual(read_all(client), b"and still an answer")

    def test_passes_on_much_in_both_directions_at_once(self):
        client = self.connect()
        end = self.accept()
        much = os.urandom(1 << 20) * 8
        got = {}

        def send(where):
            where.sendall(much)
            where.shutdown(socket.SHUT_WR)

        def receive(where):
            got[where] = read_all(where)

        threads = [
            threading.Thread(target=work, args=[one]) for one in (client, end) for work in (send, receive)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(_PATIENCE)
        self.assertEqual([got.get(one) == much for one in (client, end)], [True, True])

    def test_holds_back_who_sends_to_nobody_who_reads(self):
        client = self.connect()
        self.accept()
        client.settimeout(0.5)
        sent = 0
        with contextlib.suppress(TimeoutError):
            while sent < 64 << 20:
                sent += client.send(bytes(1 << 16))
        self.assertLess(sent, 32 << 20)

    def test_ends_the_other_side_of_what_breaks_off(self):
        client = self.connect()
        end = self.accept()
        end.close()
        self.assertEqual(read_all(client), b"")
        other = self.connect()
        end = self.accept()
        other.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        other.close()
        self.assertEqual(read_all(end), b"")

    def test_keeps_more_than_its_bound_waiting(self):
        clients = [self.connect() for _ in range(relay.MOST_CONNECTIONS + 1)]
        ends = [self.accept() for _ in range(relay.MOST_CONNECTIONS)]
        self.proxy.settimeout(0.3)
        with self.assertRaises(TimeoutError):
            self.proxy.accept()
        self.proxy.settimeout(_PATIENCE)
        clients[0].close()
        self.assertEqual(read_all(ends[0]), b"")
        ends[0].close()
        clients[-1].sendall(b"now")
        self.assertEqual(self.accept().recv(10), b"now")

    def test_goes_on_where_the_proxy_is_gone(self):
        os.rename(self.path, f"{self.path}.away")
        client = self.connect()
        with contextlib.suppress(ConnectionResetError):
            self.assertEqual(client.recv(1), b"")
        os.rename(f"{self.path}.away", self.path)
        self.connect().sendall(b"back")
        self.assertEqual(self.accept().recv(10), b"back")

    def test_waits_without_work(self):
        self.connect()
        self.accept()
        before = time.process_time()
        time.sleep(0.5)
        self.assertLess(time.process_time() - before, 0.3)


if __name__ == "__main__":
    unittest.main()
