import json
import socket
import struct
import threading
import unittest

from pymcp_guest import frames


class Frames(unittest.TestCase):
    def setUp(self):
        self.ours, self.theirs = socket.socketpair()
        self.addCleanup(self.ours.close)
        self.addCleanup(self.theirs.close)
        for end in (self.ours, self.theirs):
            end.settimeout(60)

    def test_a_message_arrives_as_it_was_sent(self):
        for message in (
            {},
            {"type": "ready", "landlockAbi": 7},
            {"text": "é😀\ud800\0\n", "list": [None, True, 1.5]},
        ):
            frames.send_frame(self.ours, message)
            self.assertEqual(frames.receive_frame(self.theirs), message)

    def test_a_frame_is_its_length_and_ascii_json(self):
        frames.send_frame(self.ours, {"text": "é"})
        data = self.theirs.recv(100)
        self.assertEqual(struct.unpack(">I", data[:4])[0], len(data) - 4)
        self.assertTrue(data[4:].isascii())
        self.assertEqual(json.loads(data[4:]), {"text": "é"})

    def test_a_number_that_json_does_not_have_is_never_sent(self):
        for number in (float("nan"), float("inf")):
            with self.assertRaises(ValueError):
                frames.send_frame(self.ours, {"value": number})

    def test_a_message_that_comes_byte_by_byte_is_put_together(self):
        body = b'{"code": "pass"}'
        for byte in struct.pack(">I", len(body)) + body:
            self.ours.send(bytes([byte]))
        self.assertEqual(frames.receive_frame(self.theirs), {"code": "pass"})

    def test_messages_keep_their_order_and_their_borders(self):
        for number in range(5):
            frames.send_frame(self.ours, {"number": number})
        received = [frames.receive_frame(self.theirs)["number"] for _ in range(5)]
        self.assertEqual(received, [0, 1, 2, 3, 4])

    def test_a_message_larger_than_the_sockets_buffer_arrives_whole(self):
        message = {"code": "x" * (6 * 1024 * 1024)}
        sender = threading.Thread(target=frames.send_frame, args=(self.ours, message))
        sender.start()
        self.assertEqual(frames.receive_frame(self.theirs), message)
        sender.join()

    def test_a_closed_channel_is_no_message_wherever_it_was_cut(self):
        whole = struct.pack(">I", 2) + b"{}"
        for length in range(len(whole)):
            ours, theirs = socket.socketpair()
            with ours, theirs:
                ours.sendall(whole[:length])
                ours.close()
                self.assertIsNone(frames.receive_frame(theirs), length)
