import base64
import binascii
import unittest

from pymcp_guest.plan import LaunchPlan, PackagesPlan, ProtectedPath, TemplatePlan, WorkspacePlan

TEMPLATE = {
    "seccompFilter": base64.b64encode(bytes(range(16))).decode(),
    "topFolders": ["/usr"],
    "topLinks": [["usr/lib", "/lib"]],
    "etcFiles": {"passwd": "mcp:x:1000:"},
    "etcLinks": {"alternatives/libblas.so.3": "/usr/lib/libblas.so.3"},
    "executables": ["/usr/bin/python3.11"],
    "preload": ["numpy"],
    "optionalPreload": ["pandas"],
    "hasNetwork": True,
    "packages": {"device": "2049", "inode": "18014398509481986"},
    "workspace": {"access": "writable", "device": "2049", "inode": "18014398509481985"},
}
LAUNCH = {
    "id": 7,
    "token": "f" * 32,
    "joinFiles": ["memory/run-7/tasks"],
    "scratchBytes": 1024,
    "scratchInodes": 64,
    "fileBytes": 2048,
    "openFiles": 256,
    "processes": 65,
    "dataBytes": None,
    "protected": [{"path": "a/.env\xff", "cover": "masked"}],
}


def without(message, key):
    return {name: value for name, value in message.items() if name != key}


class Plans(unittest.TestCase):
    def test_a_template_plan_is_read_as_the_gateway_writes_it(self):
        plan = TemplatePlan.parse(TEMPLATE)
        self.assertEqual(plan.seccomp_filter, bytes(range(16)))
        self.assertEqual(plan.top_folders, ("/usr",))
        self.assertEqual(plan.top_links, (("usr/lib", "/lib"),))
        self.assertEqual(plan.etc_files, TEMPLATE["etcFiles"])
        self.assertEqual(plan.etc_links, TEMPLATE["etcLinks"])
        self.assertEqual(plan.executables, ("/usr/bin/python3.11",))
        self.assertEqual((plan.preload, plan.optional_preload), (("numpy",), ("pandas",)))
        self.assertEqual(plan.workspace, WorkspacePlan(writable=True, device=2049, inode=18014398509481985))

    def test_a_jail_without_a_workspace_has_none(self):
        self.assertIsNone(TemplatePlan.parse({**TEMPLATE, "workspace": None}).workspace)

    def test_packages_are_the_folder_that_was_looked_at(self):
        plan = TemplatePlan.parse(TEMPLATE)
        self.assertEqual(plan.packages, PackagesPlan(device=2049, inode=18014398509481986))
        self.assertIsNone(TemplatePlan.parse({**TEMPLATE, "packages": None}).packages)

    def test_a_way_out_is_there_where_it_is_said(self):
        self.assertTrue(TemplatePlan.parse(TEMPLATE).has_network)
        self.assertFalse(TemplatePlan.parse({**TEMPLATE, "hasNetwork": False}).has_network)

    def test_a_protected_path_is_bytes_that_need_not_be_utf_8(self):
        (entry,) = LaunchPlan.parse(LAUNCH).protected
        self.assertEqual(entry, ProtectedPath(path=b"a/.env\xff", cover="masked"))

    def test_a_launch_plan_is_read_as_the_gateway_writes_it(self):
        plan = LaunchPlan.parse(LAUNCH)
        self.assertEqual((plan.id, plan.token, plan.join_files), (7, "f" * 32, ("memory/run-7/tasks",)))
        self.assertEqual((plan.scratch_bytes, plan.scratch_inodes), (1024, 64))
        self.assertEqual((plan.file_bytes, plan.open_files), (2048, 256))
        self.assertEqual((plan.processes, plan.data_bytes), (65, None))

    def test_what_is_missing_is_never_made_up(self):
        for parse, message in ((TemplatePlan.parse, TEMPLATE), (LaunchPlan.parse, LAUNCH)):
            for key in message:
                with self.subTest(key), self.assertRaises(KeyError):
                    parse(without(message, key))

    def test_a_filter_that_is_damaged_is_refused(self):
        for damaged in ("AQI", "AQID\n", "A*ID"):
            with self.subTest(damaged), self.assertRaises(binascii.Error):
                TemplatePlan.parse({**TEMPLATE, "seccompFilter": damaged})

    def test_a_plan_cannot_be_changed(self):
        with self.assertRaises(AttributeError):
            LaunchPlan.parse(LAUNCH).processes = None
