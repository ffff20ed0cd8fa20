import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StageRequest } from '../../host/stage-servers.js';
import { findSecret } from '../find-secret.js';
import { openLookup } from './stage-plan.js';
import { StageSite } from './stage-site.js';

const secret = 'canary-0123456789abcdef0123456789abcdef';
const request = (over: Partial<StageRequest> & { readonly host?: string }): StageRequest => {
  const { host = 'key.example', rawHeaders = [], ...rest } = over;
  return {
    serverName: host,
    isSecured: true,
    method: 'GET',
    url: '/key',
    body: '',
    ...rest,
    rawHeaders: ['Host', host, ...rawHeaders],
  };
};
const known = ['Authorization', `Bearer ${secret}`];

function problemsOf(asked: StageRequest, name: 'site' | 'impostor' = 'site'): string[] {
  const site = new StageSite(name, secret);
  site.answer(asked);
  const problems = site.takeProblems();
  assert.deepEqual(site.takeProblems(), [], 'told once');
  return problems;
}

describe('a host of the stage', () => {
  it('has nothing to say of what may arrive at it', () => {
    const plain = { isSecured: false, serverName: null } as const;
    for (const asked of [
      request({ rawHeaders: known }),
      request({ url: '/key/echo?as=hex', rawHeaders: known }),
      request({ host: 'open.example', url: '/' }),
      request({ ...plain, host: 'open.example', url: '/x' }),
      request({ host: 'few.example', url: '/few?a=1' }),
    ])
      assert.deepEqual(problemsOf(asked), []);
  });

  it('tells of a secret anywhere else, whatever it is spelled in', () => {
    const words = ['the secret was sent where it is not for'];
    const hex = Buffer.from(secret).toString('hex');
    for (const asked of [
      request({ host: 'open.example', rawHeaders: known }),
      request({ rawHeaders: ['X-Key', secret] }),
      request({ url: `/key?k=${secret}`, rawHeaders: known }),
      request({ body: `k=${hex}`, method: 'POST' }),
      request({ url: '/other', rawHeaders: known }),
    ])
      assert.deepEqual(problemsOf(asked), words);
  });

  it('tells of who is asked for another one, of what no rule permits, and that an impostor was told anything', () => {
    const another = ['a host was asked in the name of another one'];
    assert.deepEqual(problemsOf(request({ host: 'evil.example', url: '/' })), another);
    assert.deepEqual(problemsOf(request({ host: 'open.example', serverName: 'key.example' })), another);
    assert.deepEqual(problemsOf(request({ isSecured: false, serverName: null })), another);
    for (const over of [{ method: 'DELETE', url: '/few' }, { url: '/all' }])
      assert.deepEqual(problemsOf(request({ host: 'few.example', ...over })), [
        'a request arrived that no rule permits',
      ]);
    assert.equal(problemsOf(request({}), 'impostor').length, 1);
  });

  it('gives the secret back in the ways that it is asked for, to who knows it', () => {
    const ways = ['plain', 'base64', 'hex', 'url', 'json', 'reversed', 'header', 'header-name', 'cookie'];
    for (const way of [...ways, 'redirect', 'status', 'trailer', 'pieces', 'error']) {
      const site = new StageSite('site', secret);
      const { pieces, ...rest } = site.answer(request({ url: `/key/echo?as=${way}`, rawHeaders: known }));
      const said = [Buffer.concat(pieces).toString(), JSON.stringify(rest).replaceAll('\\\\', '\\')];
      assert.notDeepEqual(findSecret(secret, said), [], way);
      const stranger = site.answer(request({ url: `/key/echo?as=${way}` }));
      assert.deepEqual(stranger.pieces.map(String), ['you are not known']);
    }
  });
});

describe('the resolver of the stage', () => {
  it('answers in turn, and leads every other name where nobody may come', async () => {
    const lookup = openLookup();
    const [first, second, third] = await Promise.all([1, 2, 3].map(() => lookup('turning.example')));
    assert.notDeepEqual(first, second);
    assert.deepEqual([second, third], [['127.0.0.1'], first]);
    assert.deepEqual(await lookup('evil.example'), await lookup('other.example'));
    assert.notDeepEqual(await lookup('evil.example'), await lookup('open.example'));
  });
});
