import os
import shutil
import socket
import tempfile
import unittest

from pymcp_guest import equipment, frames, network
from pymcp_guest.network import WayOut

from . import child

EQUIP = {"type": "equip", "networkToken": "t", "variables": {"HTTP_PROXY": "http://x"}, "caBundle": None}
PROGRAM = {"type": "program", "code": "1"}


def read(path):
    try:
        with open(path, encoding="ascii") as file:
            return file.read()
    except FileNotFoundError:
        return None


def last_of(relay):
    try:
        return relay.recv(64)
    except ConnectionResetError:
        # The other end went without having read what was sent.
        return b""


class Equipment(unittest.TestCase):
    """In a child, because it changes variables."""

    def receive(self, messages, way_out_says=b"open", bundle=None):
        ours, theirs = socket.socketpair()
        line, relay = network.line_pair()
        self.addCleanup(ours.close)
        self.addCleanup(relay.close)
        folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, folder)
        relay.send(way_out_says)
        for message in messages:
            frames.send_frame(ours, message)

        def work():
            equipment.CA_BUNDLE = f"{folder}/in/ca.pem"
            way_out = None if way_out_says == b"none" else WayOut(line)
            request = equipment.receive_request(theirs, folder, way_out)
            return [request.message, os.environ.get("HTTP_PROXY"), read(equipment.CA_BUNDLE)]

        answer = child.answer_of(work)
        line.close()
        theirs.close()
        ours.settimeout(child.SECONDS)
        said = [frames.receive_frame(ours) for _ in messages[:-1]]
        relay.settimeout(child.SECONDS)
        return answer, said, last_of(relay)

    def test_it_comes_before_the_program(self):
        bundle = "-----BEGIN CERTIFICATE-----\n"
        answer, said, token = self.receive([{**EQUIP, "caBundle": bundle}, PROGRAM])
        self.assertEqual(answer, [PROGRAM, "http://x", bundle])
        self.assertEqual((said, token), ([{"type": "done"}], b"t"))

    def test_without_it_nothing_is_given_and_the_relay_is_let_go(self):
        answer, said, token = self.receive([PROGRAM])
        self.assertEqual(answer, [PROGRAM, None, None])
        self.assertEqual((said, token), ([], b""))

    def test_what_cannot_be_given_is_said_and_no_variable_set(self):
        for said_by_relay in (b"no", b"none"):
            with self.subTest(said_by_relay):
                answer, said, _ = self.receive([EQUIP, PROGRAM], said_by_relay)
                self.assertEqual(answer, [PROGRAM, None, None])
                self.assertEqual([one["type"] for one in said], ["failed"])


if __name__ == "__main__":
    unittest.main()
