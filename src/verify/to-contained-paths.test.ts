import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toContainedPaths } from './to-contained-paths.js';

const [tmp, home] = ['__import__("tempfile").gettempdir()', '__import__("os").path.expanduser("~")'];

describe('toContainedPaths', () => {
  it('puts the scratch folders that there are in the place of those of the jail', () => {
    assert.equal(toContainedPaths('open("/tmp/x")'), `open((${tmp} + "/x"))`);
    assert.equal(
      toContainedPaths('("/dev/shm", "/tmp", "/home/mcp")'),
      `("/dev/shm", (${tmp} + ""), (${home} + ""))`,
    );
    assert.equal(toContainedPaths('f"/tmp/{x}".encode()'), `(${tmp} + f"/{x}").encode()`);
  });

  it('leaves other words, bytes and longer names alone', () => {
    for (const code of ['b"/tmp/x"', '"/tmpfs"', '"x/tmp"', "'/tmp'", '"/etc/passwd"'])
      assert.equal(toContainedPaths(code), code);
  });
});
