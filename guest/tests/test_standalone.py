import base64
import os
import resource
import shutil
import tempfile
import unittest
from unittest import mock

from pymcp_guest import container_user, linux, standalone_birth, standalone_seal, standalone_user
from pymcp_guest.container_plan import ContainerPlan, IdMap
from pymcp_guest.layers import LayerError
from pymcp_guest.plan import LaunchPlan, PackagesPlan, WorkspacePlan
from pymcp_guest.standalone_plan import LandlockPlan, StandalonePlan

from . import child
from .test_contained import become_somebody, layer_of
from .test_plan import LAUNCH, without

SANDBOX = {
    "launch": LAUNCH,
    "socketPath": "/run/gw/gateway.sock",
    "seccompFilter": base64.b64encode(bytes(range(16))).decode(),
    "user": 1000,
    "group": None,
    "outerUser": 1,
    "ownUsers": True,
    "relay": 1,
    "reaper": 2,
    "detach": ["/run/gw"],
    "cover": ["/run/gw"],
    "remove": ["/plan"],
    "giveAway": ["/run"],
    "readOnlyProc": True,
    "lingers": False,
    "withdrawn": False,
    "reopensSemaphores": False,
    "ownGroupView": False,
    "hasNetwork": False,
    "hasPackages": True,
    "bounding": True,
    "landlock": {
        "readable": ["/usr"],
        "writable": ["/tmp"],
        "executables": ["/usr/bin/python3.11"],
        "devices": "/dev",
        "sentinel": "/sentinel",
    },
    "preload": ["json"],
    "optionalPreload": ["numpy"],
}
CONTAINER = {
    "folder": "/run/a",
    "boxPlace": "/mnt",
    "ids": {"user": 7, "group": 8, "otherUser": 9, "otherGroup": 10, "newuidmap": "/u", "newgidmap": "/g"},
    "shown": [["/a", "/b"]],
    "root": "/run/a/root",
    "binds": [{"source": "/usr", "destination": "/usr"}],
    "scratch": {"/tmp": "1777"},
    "scratchBytes": 1024,
    "scratchInodes": 64,
    "workspace": None,
    "packages": None,
    "socketPath": "/run/a/gateway.sock",
    "egressSocketPath": None,
    "files": {"seccomp.json": "{}"},
    "command": ["/usr/bin/podman", "run"],
    "environment": {"HOME": "/mnt/home"},
}


class Plans(unittest.TestCase):
    def test_a_plan_of_a_sandbox_is_read_as_the_gateway_writes_it(self):
        plan = StandalonePlan.parse(SANDBOX)
        self.assertEqual(plan.launch, LaunchPlan.parse(LAUNCH))
        self.assertEqual((plan.user, plan.outer_user, plan.reaper), (1000, 1, 2))
        self.assertEqual((plan.group, plan.lingers), (None, False))
        self.assertEqual(StandalonePlan.parse({**SANDBOX, "group": 100}).group, 100)
        self.assertEqual((plan.detach, plan.cover, plan.remove), (("/run/gw",), ("/run/gw",), ("/plan",)))
        self.assertEqual((plan.read_only_proc, plan.has_network, plan.has_packages), (True, False, True))
        self.assertEqual(
            plan.landlock,
            LandlockPlan(("/usr",), ("/tmp",), ("/usr/bin/python3.11",), "/dev", "/sentinel"),
        )
        self.assertIsNone(StandalonePlan.parse({**SANDBOX, "landlock": None}).landlock)

    def test_a_plan_of_a_container_is_read_as_the_gateway_writes_it(self):
        plan = ContainerPlan.parse(CONTAINER)
        self.assertEqual(plan.ids, IdMap(7, 8, 9, 10, "/u", "/g"))
        self.assertEqual((plan.shown, plan.command), ((("/a", "/b"),), ("/usr/bin/podman", "run")))
        self.assertEqual((plan.workspace, plan.packages, plan.packages_source), (None, None, ""))
        where = {"device": "1", "inode": "2"}
        with_all = ContainerPlan.parse(
            {
                **CONTAINER,
                "workspace": {
                    **where,
                    "source": "/w",
                    "access": "read-only",
                    "protected": [{"path": ".env", "cover": "masked"}],
                },
                "packages": {**where, "source": "/p"},
            }
        )
        self.assertEqual((with_all.packages, with_all.packages_source), (PackagesPlan(1, 2), "/p"))
        self.assertEqual(with_all.workspace.plan, WorkspacePlan(writable=False, device=1, inode=2))
        self.assertEqual(with_all.workspace.protected[0].path, b".env")

    def test_what_is_missing_is_never_made_up(self):
        for parse, message in ((StandalonePlan.parse, SANDBOX), (ContainerPlan.parse, CONTAINER)):
            for key in message:
                with self.subTest(key), self.assertRaises(KeyError):
                    parse(without(message, key))

    def test_a_filter_that_is_damaged_is_refused(self):
        for damaged in ("AQI", "AQID\n", "A*ID"):
            with self.subTest(damaged), self.assertRaises(ValueError):
                StandalonePlan.parse({**SANDBOX, "seccompFilter": damaged})

    def test_a_plan_ends_with_its_line_or_with_the_stream(self):
        for parts, wanted in (((b'{"a"', b": 1}\n"), b'{"a": 1}\n'), ((b"{", b""), b"{")):
            with self.subTest(parts), mock.patch("os.read", side_effect=parts):
                self.assertEqual(standalone_birth._read_plan(), wanted)


class Hiding(unittest.TestCase):
    def setUp(self):
        self.folder = tempfile.mkdtemp()
        self.addCleanup(shutil.rmtree, self.folder)

    def path(self, name):
        return os.path.join(self.folder, name)

    def test_what_is_removed_is_gone_and_what_a_link_leads_to_is_not(self):
        os.makedirs(self.path("tree/inner"))
        os.makedirs(self.path("kept"))
        os.symlink(self.path("kept"), self.path("link"))
        os.symlink(self.path("kept"), self.path("tree/inner/link"))
        for name in ("tree", "link", "never was"):
            standalone_seal._remove(self.path(name))
        self.assertEqual(os.listdir(self.folder), ["kept"])

    def test_what_is_given_away_is_nobodys_and_what_a_link_leads_to_is_not(self):
        os.makedirs(self.path("given"))
        os.makedirs(self.path("kept"))
        os.symlink(self.path("kept"), self.path("given/link"))
        if os.getuid() not in (0, 65534):
            with self.assertRaises(PermissionError):
                standalone_seal._give_away(self.path("given"))
            return
        standalone_seal._give_away(self.path("given"))
        self.assertEqual(os.lstat(self.path("given")).st_uid, 65534)
        self.assertEqual(os.lstat(self.path("given/link")).st_uid, 65534)
        self.assertEqual(os.lstat(self.path("kept")).st_uid, os.getuid())

    def test_a_socket_that_can_still_be_found_does_not_pass(self):
        here = StandalonePlan.parse({**SANDBOX, "socketPath": self.path("gateway.sock")})
        standalone_seal._check_out_of_reach(here)
        with open(self.path("gateway.sock"), "x", encoding="ascii"):
            pass
        with self.assertRaises(LayerError) as caught:
            standalone_seal._check_out_of_reach(here)
        self.assertEqual(caught.exception.layer, "mounts")

    def test_a_socket_that_is_to_be_withdrawn_is_waited_for(self):
        path = self.path("withdrawn")
        waiting = StandalonePlan.parse({**SANDBOX, "socketPath": path, "cover": [], "withdrawn": True})
        with open(path, "w", encoding="ascii"):
            pass
        with mock.patch("time.sleep", side_effect=lambda _: os.unlink(path)) as sleep:
            standalone_seal._check_out_of_reach(waiting)
        sleep.assert_called_once()
        with open(path, "w", encoding="ascii"):
            pass
        with mock.patch.object(standalone_seal, "_WITHDRAWN_SECONDS", 0.0), self.assertRaises(LayerError):
            standalone_seal._check_out_of_reach(waiting)


class Sealing(unittest.TestCase):
    def test_limits_are_hard_and_none_is_raised(self):
        def limits():
            resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
            standalone_seal.set_resource_limits(LaunchPlan.parse({**LAUNCH, "processes": None}))
            kinds = ("CORE", "NOFILE", "FSIZE", "MSGQUEUE")
            return {kind: resource.getrlimit(getattr(resource, f"RLIMIT_{kind}")) for kind in kinds}

        self.assertEqual(
            child.answer_of(limits),
            {"CORE": [0, 0], "NOFILE": [256, 256], "FSIZE": [100, 100], "MSGQUEUE": [0, 0]},
        )

    def test_a_process_that_is_not_sealed_does_not_pass(self):
        plan = StandalonePlan.parse({**SANDBOX, "landlock": None})

        def with_new_privileges():
            standalone_seal.check(plan, 0)

        def without_filter():
            become_somebody()
            standalone_seal.check(StandalonePlan.parse({**SANDBOX, "bounding": False}), 0)

        self.assertEqual(layer_of(with_new_privileges), "capabilities")
        self.assertEqual(layer_of(without_filter), "seccomp")

    def test_whoever_has_become_another_user_has_nothing_left(self):
        if os.getuid() != 0:
            self.assertEqual(layer_of(lambda: standalone_user.become(os.getuid() + 1, False)), "user")
            return

        def status():
            standalone_user.become(70_123_456, True)
            linux.prctl(linux.PR_SET_DUMPABLE, 1)
            with open("/proc/self/status", encoding="ascii", errors="replace") as file:
                rows = dict(line.split(":", 1) for line in file)
            names = ("Uid", "Gid", "Groups", "CapPrm", "CapEff", "CapBnd", "CapAmb", "NoNewPrivs")
            return [rows[name].strip() for name in names]

        ids, nothing = "\t".join(["70123456"] * 4), "0" * 16
        self.assertEqual(child.answer_of(status), [ids, ids, "", *[nothing] * 4, "1"])

    def test_where_ids_cannot_be_mapped_the_programs_words_are_told(self):
        with mock.patch("os.getuid", return_value=1000), self.assertRaises(OSError) as caught:
            container_user._map(os.getpid(), "uid_map", "/usr/bin/false", 1, 2)
        self.assertIn("/usr/bin/false", str(caught.exception))


if __name__ == "__main__":
    unittest.main()
