import errno
import unittest

from pymcp_guest.layers import LayerError, layer


class Layers(unittest.TestCase):
    def failure_of(self, error):
        with self.assertRaises(LayerError) as caught, layer("mounts"):
            raise error
        return caught.exception

    def test_a_layer_that_stands_says_nothing(self):
        with layer("mounts"):
            pass

    def test_an_error_of_the_kernel_is_told_in_its_words(self):
        failed = self.failure_of(OSError(errno.EPERM, "mount proc: Operation not permitted"))
        self.assertEqual(failed.layer, "mounts")
        self.assertIn("mount proc: Operation not permitted", failed.reason)
        self.assertIsInstance(failed.__cause__, OSError)

    def test_any_other_error_is_told_with_its_kind(self):
        self.assertEqual(self.failure_of(KeyError("x")).reason, "KeyError: 'x'")

    def test_the_innermost_layer_is_the_one_that_failed(self):
        self.assertEqual(self.failure_of(LayerError("seccomp", "EINVAL")).layer, "seccomp")
