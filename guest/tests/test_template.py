import json
import os
import unittest
from unittest import mock

from pymcp_guest import say, template
from pymcp_guest.plan import TemplatePlan

from . import child


class WithPipe(unittest.TestCase):
    def setUp(self):
        self.read_end, self.write_end = os.pipe()
        self.addCleanup(os.close, self.read_end)
        self.is_open = True
        self.addCleanup(self.close_writer)

    def close_writer(self):
        if self.is_open:
            os.close(self.write_end)
        self.is_open = False


class Lines(WithPipe):
    def setUp(self):
        super().setUp()
        self.lines = template.Lines(self.read_end)

    def write(self, text):
        os.write(self.write_end, text.encode())

    def test_each_line_is_a_message(self):
        self.write('{"a": 1}\n{"b": "\\n"}\n')
        self.assertEqual(list(self.lines.read()), [{"a": 1}, {"b": "\n"}])

    def test_half_a_line_waits_for_its_rest(self):
        self.write('{"a"')
        self.assertEqual(list(self.lines.read()), [])
        self.write(': 1}\n{"b": 2')
        self.assertEqual(list(self.lines.read()), [{"a": 1}])
        self.write("}\n")
        self.assertEqual(list(self.lines.read()), [{"b": 2}])

    def test_waiting_for_one_keeps_what_came_with_it(self):
        self.write('{"a": "é"}\n{"b": 2}\n')
        self.assertEqual(self.lines.wait(), {"a": "é"})
        self.assertEqual(list(self.lines.ready()), [{"b": 2}])

    def test_the_end_of_the_gateway_is_the_end_of_the_template(self):
        self.close_writer()

        def work():
            self.lines.wait()

        self.assertEqual(child.wait(child.fork(work)), 0)


class Preloads(unittest.TestCase):
    def preload(self, *names, optional=()):
        plan = TemplatePlan(b"", (), (), {}, {}, (), names, optional)
        return template.preload(plan)

    def test_what_can_be_imported_is_no_failure(self):
        self.assertEqual(self.preload("json", "os.path"), [])

    def test_what_cannot_is_named_with_the_reason_and_the_rest_is_tried(self):
        failures = self.preload("no_such_module", "json", "no.such.module")
        self.assertEqual(len(failures), 2)
        self.assertIn("no_such_module: ModuleNotFoundError: ", failures[0])

    def test_what_is_optional_and_not_installed_is_left_out_and_what_is_broken_is_told(self):
        self.assertEqual(self.preload(optional=("no_such_module", "no.such.module", "json.tool")), [])
        (failure,) = self.preload(optional=("json.no_such_module",))
        self.assertIn("json.no_such_module: ModuleNotFoundError: ", failure)


class Protocol(WithPipe):
    def test_a_message_is_one_line_of_json(self):
        with mock.patch.object(say, "PROTOCOL", self.write_end):
            say.say({"event": "hello", "text": "a\nb"})
        self.close_writer()
        with os.fdopen(os.dup(self.read_end)) as lines:
            self.assertEqual([json.loads(line) for line in lines], [{"event": "hello", "text": "a\nb"}])
