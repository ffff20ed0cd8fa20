import os
import unittest

from pymcp_guest import init_line


class InitLine(unittest.TestCase):
    def setUp(self):
        self.ours, self.theirs = init_line.pair()
        self.addCleanup(os.close, self.ours)
        self.is_open = True
        self.addCleanup(self.leave)

    def leave(self):
        if self.is_open:
            os.close(self.theirs)
        self.is_open = False

    def test_each_record_comes_whole_and_in_order_both_ways(self):
        init_line.tell(self.theirs, init_line.INTERRUPTED, 42)
        init_line.tell(self.theirs, init_line.AGENT, number=256)
        self.assertEqual(init_line.read(self.ours), init_line.Record(init_line.INTERRUPTED, 42, 0))
        self.assertEqual(init_line.read(self.ours), init_line.Record(init_line.AGENT, 0, 256))
        init_line.tell(self.ours, init_line.INTERRUPT, 7)
        self.assertEqual(init_line.read(self.theirs), init_line.Record(init_line.INTERRUPT, 7, 0))

    def test_the_template_never_waits(self):
        with self.assertRaises(BlockingIOError):
            init_line.read(self.ours)
        with self.assertRaises(BlockingIOError):
            for _ in range(100_000):
                init_line.tell(self.ours, init_line.KEEP)

    def test_the_end_of_the_other_side_comes_after_what_it_said(self):
        init_line.tell(self.theirs, init_line.AGENT, number=9)
        self.leave()
        self.assertEqual(init_line.read(self.ours), init_line.Record(init_line.AGENT, 0, 9))
        self.assertIsNone(init_line.read(self.ours))

    def test_one_that_left_an_order_unread_has_gone_all_the_same(self):
        init_line.tell(self.ours, init_line.KEEP)
        self.leave()
        self.assertIsNone(init_line.read(self.ours))
