import os
import unittest

from pymcp_guest import birth

from . import child


class Descriptors(unittest.TestCase):
    def test_they_come_to_their_places_in_order_wherever_they_were(self):
        # A template with many sandboxes hands on descriptors of any number.
        for sources in ([3, 4, 5, 6, 7], [7, 6, 5, 4, 3], [66, 64, 65, 3, 4], [64, 65, 66, 67, 68]):
            with self.subTest(sources=sources):
                self.assertEqual(child.wait(child.fork(lambda sources=sources: place(sources))), 0)


def place(sources):
    files = [os.memfd_create(str(number)) for number in range(5)]
    # By way of numbers that nobody has: the files themselves may lie where the sources shall.
    high = [os.dup2(file, 200 + number) for number, file in enumerate(files)]
    for number, (file, source) in enumerate(zip(high, sources, strict=True)):
        os.pwrite(file, bytes([number]), 0)
        os.dup2(file, source)
    birth.place_descriptors(sources)
    found = [os.pread(fd, 1, 0) for fd in range(3, 8)]
    os._exit(0 if found == [bytes([number]) for number in range(5)] else 1)
