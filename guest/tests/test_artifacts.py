import json
import socket
import tempfile
import threading
import unittest

from pymcp_guest import artifacts, outputs, showcase

from . import child


class Artifacts(unittest.TestCase):
    def sent(self, gallery):
        ours, theirs = socket.socketpair()
        said = bytearray()

        def read():
            while part := ours.recv(65536):
                said.extend(part)

        reader = threading.Thread(target=read)
        reader.start()
        with tempfile.TemporaryDirectory() as home:
            artifacts.send(theirs, gallery, outputs.Outputs(home, "main.py", {}))
        theirs.close()
        reader.join()
        ours.close()
        return list(child.messages_in(bytes(said)))

    def test_values_as_html_come_after_images_in_chunks_that_fit_a_frame(self):
        gallery = showcase.Showcase()
        gallery.images.append(b"image")
        gallery.html.extend((b"<p>", b"x" * 1024 * 1024, b""))
        gallery.html_omitted = 3
        messages = self.sent(gallery)
        self.assertEqual(
            [message["type"] for message in messages],
            ["image", "chunk", "html", "chunk", "html", "chunk", "chunk", "html", "omitted"],
        )
        self.assertEqual(messages[-1], {"type": "omitted", "files": 0, "images": 0, "html": 3})
        self.assertLess(max(len(json.dumps(message)) for message in messages), 1024 * 1024)

    def test_nothing_is_said_of_nothing(self):
        self.assertEqual(self.sent(showcase.Showcase()), [])
