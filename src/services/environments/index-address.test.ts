import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { openIndexGate, parseIndex } from './index-address.js';

describe('the index', () => {
  it('is the one that is known by name, or one that a person names by its address', () => {
    assert.equal(parseIndex('pypi').isNamed, false);
    assert.deepEqual(parseIndex('http://127.0.0.1:8080/simple'), {
      url: 'http://127.0.0.1:8080/simple/',
      isNamed: true,
    });
    assert.deepEqual(parseIndex('https://packages.example.org/a/'), {
      ...{ url: 'https://packages.example.org/a/', isNamed: true },
    });
  });

  for (const [text, words] of [
    ['PyPI', /neither pypi nor an address/],
    ['file:///srv/index', /neither pypi nor an address/],
    ['https://user:word@packages.example.org/', /a name or a password/], // secretlint-disable-line
    ['https://packages.example.org/?a=1', /more than a path/],
    ['http://packages.example.org/simple/', /without TLS/],
    ['http://10.0.0.1/simple/', /without TLS/],
  ] as const)
    it(`is not ${text}`, () => {
      assert.throws(() => parseIndex(text), { code: 'environment.index-refused', message: words });
    });

  it('is all that its network leads to', async () => {
    const gate = openIndexGate(parseIndex('http://127.0.0.1:8080/simple/'));
    assert.deepEqual(gate.grant()?.rules, [{ host: '127.0.0.1', ports: [8080] }]);
    await gate.close();
  });
});
