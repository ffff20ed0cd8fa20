import os
import socket
import unittest
from unittest import mock

from pymcp_guest import birth, init_line, litter


class Sandboxes(unittest.TestCase):
    """What the template makes of the records that a sandbox tells, and gives it for a copy."""

    def setUp(self):
        line, self.theirs = init_line.pair()
        gift, self.gift_end = birth.gift_pair()
        self.sandbox = litter.Sandbox(3, birth.Ties(42, line, gift))
        self.addCleanup(self.sandbox.close)
        self.addCleanup(self.gift_end.close)
        self.is_open = True
        self.addCleanup(self.leave)
        say = mock.patch.object(litter, "say")
        self.said = say.start()
        self.addCleanup(say.stop)

    def leave(self):
        if self.is_open:
            os.close(self.theirs)
        self.is_open = False

    def tell(self, *record, **more):
        init_line.tell(self.theirs, *record, **more)

    def heard(self):
        self.sandbox.listen()
        return [call.args[0] for call in self.said.call_args_list]

    def give(self, giver=0, member=1):
        pairs = [socket.socketpair() for _ in range(3)]
        self.gateway = [ours for ours, _ in pairs]
        for one in self.gateway:
            self.addCleanup(one.close)
        with mock.patch.object(birth, "connect_channel", lambda token: [theirs for _, theirs in pairs]):
            self.sandbox.give(giver, member, "token")

    def test_nothing_is_known_before_something_is_told(self):
        self.assertEqual(self.heard(), [])
        self.assertEqual((self.sandbox.init, self.sandbox.agent_status), (42, None))
        self.assertFalse(self.sandbox.silent)

    def test_how_the_agent_ended_is_kept_for_the_end_of_all(self):
        self.tell(init_line.AGENT, number=256)
        self.leave()
        self.assertEqual(self.heard(), [])
        self.assertEqual(self.sandbox.agent_status, 256)
        self.assertTrue(self.sandbox.silent)

    def test_an_interrupt_that_was_carried_out_is_told(self):
        self.tell(init_line.INTERRUPTED, 7)
        self.assertEqual(self.heard(), [{"event": "interrupted", "id": 3, "pid": 7}])

    def test_a_copy_gets_connections_and_a_gift_socket_after_init_was_told_to_stay(self):
        self.give()
        self.assertEqual(init_line.read(self.theirs), (init_line.KEEP, 0, 0))
        _, descriptors, _, _ = socket.recv_fds(self.gift_end, 16, 8)
        self.assertEqual(len(descriptors), 4)
        for ours, theirs in zip(self.gateway, descriptors):
            os.write(theirs, b"x")
            self.assertEqual(ours.recv(1), b"x")
        for fd in descriptors:
            os.close(fd)
        self.assertEqual(set(self.sandbox.gifts), {0, 1})

    def test_the_end_of_a_member_is_told_where_there_is_a_family(self):
        self.give()
        self.sandbox.watch(9, 1)
        self.tell(init_line.AGENT, number=256)
        self.tell(init_line.COPY, 9, init_line.UNKNOWN)
        self.assertEqual(
            self.heard(),
            [
                {"event": "left", "id": 3, "pid": 0, "status": 256},
                {"event": "left", "id": 3, "pid": 9, "status": None},
            ],
        )
        self.assertEqual(self.sandbox.gifts, {})

    def test_a_guest_that_does_not_take_its_gifts_gets_no_more_and_holds_nobody_up(self):
        with self.assertRaises(OSError):
            for member in range(1, 10_000):
                self.give(member=member)

    def test_a_guest_that_has_closed_its_end_gets_none(self):
        self.gift_end.close()
        with self.assertRaises(OSError):
            self.give()

    def test_what_a_guest_writes_to_its_gift_socket_is_refused(self):
        with self.assertRaises(BrokenPipeError):
            self.gift_end.send(b"x", socket.MSG_NOSIGNAL)
