import resource
import unittest

from pymcp_guest import namespaces, seal
from pymcp_guest.layers import LayerError
from pymcp_guest.plan import LaunchPlan

from . import child

LAUNCH = LaunchPlan(
    id=1,
    token="",
    join_files=(),
    scratch_bytes=0,
    scratch_inodes=0,
    file_bytes=123_456,
    open_files=99,
    processes=None,
    data_bytes=None,
)


class ResourceLimits(unittest.TestCase):
    def test_they_are_hard_limits_of_the_process_and_what_it_starts(self):
        def limits():
            seal.set_resource_limits(LAUNCH)
            kinds = ("CORE", "NOFILE", "FSIZE", "RTPRIO")
            return {kind: resource.getrlimit(getattr(resource, f"RLIMIT_{kind}")) for kind in kinds}

        self.assertEqual(
            child.answer_of(limits),
            {"CORE": [0, 0], "NOFILE": [99, 99], "FSIZE": [123_456] * 2, "RTPRIO": [0, 0]},
        )

    def test_one_that_is_lower_already_stays_and_what_is_not_asked_for_is_left_alone(self):
        def limits():
            resource.setrlimit(resource.RLIMIT_NOFILE, (50, 50))
            before = resource.getrlimit(resource.RLIMIT_DATA)
            seal.set_resource_limits(LAUNCH)
            return [
                resource.getrlimit(resource.RLIMIT_NOFILE),
                resource.getrlimit(resource.RLIMIT_DATA) == before,
            ]

        self.assertEqual(child.answer_of(limits), [[50, 50], True])


class Checks(unittest.TestCase):
    """Each is seen to fail where nothing is sealed."""

    def test_a_process_that_is_not_sealed_does_not_pass(self):
        with self.assertRaises(LayerError) as caught:
            seal.check_sealed()
        self.assertEqual(caught.exception.layer, "capabilities")

    def test_namespaces_of_the_template_do_not_pass(self):
        own = namespaces.identities()
        self.assertEqual(set(own), set(namespaces.NAMES))
        namespaces.check_are_own({name: f"{name}:[1]" for name in own})
        for name in own:
            template = {**{other: f"{other}:[1]" for other in own}, name: own[name]}
            with self.subTest(name), self.assertRaises(LayerError) as caught:
                namespaces.check_are_own(template)
            self.assertIn(name, caught.exception.reason)
