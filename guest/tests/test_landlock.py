import errno
import unittest
from unittest import mock

from pymcp_guest import landlock, root, seal
from pymcp_guest.layers import LayerError
from pymcp_guest.plan import TemplatePlan

# linux/landlock.h: the highest right that each ABI knows.
HIGHEST = {1: 12, 2: 13, 3: 14, 4: 14, 5: 15, 6: 15, 7: 15}

PLAN = TemplatePlan(
    seccomp_filter=b"",
    top_folders=("/usr", "/lib64"),
    top_links=(),
    etc_files={},
    etc_links={},
    executables=("/usr/bin/python3.11", "/lib64/ld.so"),
    preload=(),
)


class Rights(unittest.TestCase):
    def test_each_abi_handles_every_right_that_it_knows(self):
        for abi, highest in HIGHEST.items():
            with self.subTest(abi):
                self.assertEqual(landlock.all_rights(abi), (1 << (highest + 1)) - 1)

    def test_scratch_folders_take_everything_but_execution_and_devices(self):
        for abi in HIGHEST:
            rights = landlock.scratch_rights(abi)
            for refused in (landlock.EXECUTE, landlock.MAKE_CHAR, landlock.MAKE_BLOCK):
                self.assertEqual(rights & refused, 0)
            for allowed in (landlock.READ_FILE, landlock.WRITE_FILE, landlock.READ_DIR):
                self.assertEqual(rights & allowed, allowed)

    def test_what_this_kernel_has_is_a_number(self):
        self.assertGreaterEqual(landlock.supported_abi(), 0)

    def abi_where_the_kernel_says(self, code):
        with mock.patch("pymcp_guest.linux.syscall", side_effect=OSError(code, "said")):
            return landlock.supported_abi()

    def test_a_kernel_without_it_has_abi_0(self):
        for code in (errno.ENOSYS, errno.EOPNOTSUPP):
            self.assertEqual(self.abi_where_the_kernel_says(code), 0)

    def test_any_other_answer_is_no_kernel_without_it(self):
        for code in (errno.EPERM, errno.EACCES, errno.ENOMEM, errno.EINVAL):
            with self.subTest(code), self.assertRaises(LayerError) as caught:
                self.abi_where_the_kernel_says(code)
            self.assertEqual(caught.exception.layer, "landlock")


class Rules(unittest.TestCase):
    def setUp(self):
        self.rules = seal._rules(PLAN, 7)

    def paths_with(self, right):
        return {rule.path for rule in self.rules if rule.rights & right}

    def test_nothing_may_be_executed_but_the_interpreter_and_its_loader(self):
        self.assertEqual(self.paths_with(landlock.EXECUTE), set(PLAN.executables))

    def test_nothing_may_be_written_but_scratch_and_devices(self):
        self.assertEqual(self.paths_with(landlock.WRITE_FILE), {*root.SCRATCH_FOLDERS, "/dev"})

    def test_no_device_may_be_made_anywhere(self):
        self.assertEqual(self.paths_with(landlock.MAKE_CHAR | landlock.MAKE_BLOCK), set())

    def test_below_the_root_only_folders_may_be_listed(self):
        self.assertEqual([rule.rights for rule in self.rules if rule.path == "/"], [landlock.READ_DIR])
