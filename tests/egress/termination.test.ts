// Proves: net.none. Rules about methods and paths inside of TLS.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askPython } from './ask-python.js';
import { Stage } from './stage.js';

describe('TLS that is ended (net.none)', () => {
  let stage: Stage;
  let relay = '';
  let trust = '';
  before(async () => {
    stage = await Stage.open({
      policy: [{ host: 'example.org', methods: ['GET'], paths: ['/public/*'] }],
    });
    relay = `http://127.0.0.1:${await stage.openRelay()}`;
    trust = (await stage.run.trust())?.certificate ?? '';
  });
  after(() => stage.close());

  it('lets through what a rule permits', async () => {
    assert.deepEqual(
      await askPython(relay, ['https://example.org/public/x', 'https://example.org/private'], trust),
      [],
    );
  });
});
