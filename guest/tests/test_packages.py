import os
import tempfile
import unittest
from unittest import mock

from pymcp_guest import packages, root
from pymcp_guest.layers import LayerError
from pymcp_guest.plan import PackagesPlan, TemplatePlan

PLAN = TemplatePlan(
    seccomp_filter=b"",
    top_folders=("/env",),
    top_links=(),
    etc_files={},
    etc_links={},
    executables=(),
    preload=(),
    packages=PackagesPlan(device=1, inode=1),
)


class SearchPath(unittest.TestCase):
    def test_it_is_the_standard_library_and_the_packages_alone(self):
        library = ["/usr/lib/python311.zip", "/usr/lib/python3.11", "/usr/lib/python3.11/lib-dynload"]
        site = ["/usr/local/lib/python3.11/dist-packages", "/usr/lib/python3/dist-packages"]
        for path in (library, [*library, *site], [*library, site[0], packages.SITE]):
            self.assertEqual(packages.search_path(path, site), [*library, "/env/site-packages"])


class TheTree(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name
        found = os.stat(self.folder)
        self.plan = PackagesPlan(device=found.st_dev, inode=found.st_ino)

    def at(self, folder, flags=os.ST_RDONLY):
        status = mock.Mock(f_flag=flags)
        return (
            mock.patch("pymcp_guest.packages.PATH", folder),
            mock.patch("os.statvfs", return_value=status),
        )

    def settled(self, folder, plan, flags=os.ST_RDONLY):
        path, status = self.at(folder, flags)
        with path, status, mock.patch("sys.path", ["/usr/lib/python3.11"]) as found:
            packages.settle(plan)
            return found

    def refusal(self, *arguments):
        with self.assertRaises(LayerError) as caught:
            self.settled(*arguments)
        self.assertEqual(caught.exception.layer, "packages")
        return caught.exception.reason

    def test_that_was_looked_at_is_taken(self):
        self.assertEqual(self.settled(self.folder, self.plan)[-1], "/env/site-packages")

    def test_without_one_the_path_stays(self):
        self.assertEqual(self.settled("/nonexistent", None), ["/usr/lib/python3.11"])

    def test_another_in_its_place_or_none_is_refused(self):
        self.assertIn("is not the tree", self.refusal("/", self.plan))
        self.assertIn("No such file", self.refusal("/nonexistent", self.plan))

    def test_one_whose_libraries_could_not_be_loaded_is_refused(self):
        self.assertIn("noexec", self.refusal(self.folder, self.plan, os.ST_RDONLY | os.ST_NOEXEC))

    def test_each_sandbox_checks_that_it_is_its_own_and_read_only(self):
        path, status = self.at(self.folder)
        with path, status, self.assertRaises(LayerError) as caught:
            root.check_is_own(PLAN, 0)
        self.assertIn("is not the tree", caught.exception.reason)
        path, status = self.at(self.folder, 0)
        with path, status, self.assertRaises(LayerError) as caught:
            root.check_is_own(PLAN, 0)
        self.assertEqual(caught.exception.layer, "mounts")
