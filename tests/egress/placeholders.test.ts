// Proves: secret.unseen. A program holds a placeholder, the host gets the secret, and the program gets it back in no way: over real TLS on
// both sides.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { parseSecretName } from '../../src/core/names.js';
import type { SecretBinding } from '../../src/egress/placeholders/binding.js';
import { parsePolicy } from '../../src/egress/policy/parse-policy.js';
import { openInside, sayInside, toRequest } from './inside.js';
import { type Mirror, openMirror } from './mirror.js';
import { readAll, Stage } from './stage.js';

const value = 'ghp_Zr8"q&x/%0aYw4Kt+Lm2Vb7N';
const other = 'sk-ant-QwErTy0987654321';
const mask = '[secret GH_PAT]';
const bind = (name: string, over: Partial<SecretBinding> = {}): SecretBinding => ({
  name: parseSecretName(name),
  value,
  hosts: parsePolicy(['example.org']).rules,
  places: ['headers'],
  headers: null,
  ...over,
});

describe('a secret that no program sees (secret.unseen)', () => {
  let stage: Stage;
  let mirror: Mirror;
  let held: Readonly<Record<string, string>> = {};
  const policy = ['example.org', { host: 'example.org', ports: [80] }, 'free.example.org'];
  const secrets = [
    bind('GH_PAT'),
    bind('WIDE', { value: other, places: ['headers', 'query', 'body'] }),
    bind('ELSEWHERE', { hosts: parsePolicy(['other.example.org']).rules }),
    bind('READ', {
      hosts: parsePolicy([{ host: 'example.org', methods: ['GET'], paths: ['/mirror/*'] }]).rules,
    }),
    bind('LOGIN', { headers: ['authorization', 'x-api-key'], places: ['headers', 'query'] }),
    bind('NONE', { value: null }),
    bind('CHANGE', { value: 'CHANGEME' }),
    bind('LINES', { value: 'first-line-of-it\r\nX-Injected: 1' }),
    bind('SHORT', { value: 'abc1234' }),
    bind('FOREIGN', { value: 'schlüssel-of-the-house' }),
  ];
  before(async () => {
    mirror = await openMirror(['example.org', 'free.example.org']);
    stage = await Stage.open({ policy, secrets, roots: [mirror.cert], ports: { 443: mirror.port } });
    held = stage.run.environment;
  });
  after(async () => {
    await stage.close();
    mirror.close();
  });

  const hold = (name: string): string => held[name] ?? '';
  const ask = (line: string, headers: readonly string[] = [], body: string | Buffer = ''): Promise<string> =>
    sayInside(stage, toRequest(line, headers, body));
  const last = (): Mirror['seen'][number] | undefined => mirror.seen.at(-1);
  /** The request goes nowhere, and the words say why. */
  async function refused(words: RegExp, ...request: Parameters<typeof ask>): Promise<void> {
    const [before, denied] = [mirror.seen.length, stage.run.listDenied().length];
    const text = await ask(...request);
    assert.match(text, /^HTTP\/1\.1 40[03] Network denied/, String(request));
    assert.match(text, words);
    assert.ok(!text.includes(value) && !text.includes(other));
    assert.equal(mirror.seen.length, before, 'nothing arrived');
    assert.ok(stage.run.listDenied().length >= Math.max(1, denied));
    assert.equal(stage.decisions.at(-1)?.verdict, 'denied');
  }

  it('is a placeholder with its name, and another one in each run', () => {
    assert.match(hold('GH_PAT'), /^PYMCP_SECRET_GH_PAT_[0-9A-Za-z]{24}$/);
    const again = stage.openRun({ policy, secrets });
    assert.notEqual(again.environment['GH_PAT'], hold('GH_PAT'));
    again.close();
  });

  it('is swapped in headers, whole or as a part of one', async () => {
    await ask('GET /', [`Authorization: Bearer ${hold('GH_PAT')}`, `Cookie: a=1; k=${hold('WIDE')}; b=2`]);
    assert.equal(last()?.headers.authorization, `Bearer ${value}`);
    assert.equal(last()?.headers.cookie, `a=1; k=${other}; b=2`);
    await ask('GET /', [`X-A: ${hold('GH_PAT')}${hold('WIDE')}`, `X-B: ${hold('GH_PAT')}abc`]);
    assert.deepEqual([last()?.headers['x-a'], last()?.headers['x-b']], [value + other, `${value}abc`]);
  });

  it('is swapped in a login of Basic, as user and as password', async () => {
    const basic = (text: string): string => `Authorization: Basic ${Buffer.from(text).toString('base64')}`;
    for (const [sent, arrived] of [
      [`${hold('GH_PAT')}:x`, `${value}:x`],
      [`user:${hold('GH_PAT')}`, `user:${value}`],
      [`${hold('WIDE')}:${hold('GH_PAT')}`, `${other}:${value}`],
      ['user:password', 'user:password'],
      [`user:${hold('FOREIGN')}`, 'user:schlüssel-of-the-house'],
    ] as const) {
      await ask('GET /', [basic(sent)]);
      assert.equal(last()?.headers.authorization, basic(arrived).slice('Authorization: '.length));
    }
    await refused(/host that this secret is not for/, 'GET /', [basic(`user:${hold('ELSEWHERE')}`)]);
  });

  it('is swapped in the query and in the body where its binding says so, in their spelling', async () => {
    const secretsOfOne = [bind('GH_PAT', { places: ['query', 'body'] })];
    const run = stage.openRun({ policy, secrets: secretsOfOne });
    const placeholder = run.environment['GH_PAT'] ?? '';
    const say = (line: string, headers: readonly string[] = [], body = ''): Promise<string> =>
      sayInside(stage, toRequest(line, headers, body), { run });
    await say(`GET /?a=1&k=${placeholder}&b=2`);
    assert.equal(last()?.url, `/?a=1&k=${encodeURIComponent(value)}&b=2`);
    await say('POST /', ['Content-Type: application/json'], JSON.stringify({ key: placeholder, end: 1 }));
    assert.deepEqual(JSON.parse(last()?.body ?? ''), { key: value, end: 1 });
    await say('POST /', ['Content-Type: application/x-www-form-urlencoded'], `a=1&k=${placeholder}`);
    assert.equal(new URLSearchParams(last()?.body).get('k'), value);
    await say('POST /', [], `raw ${placeholder}`);
    assert.equal(last()?.body, `raw ${value}`);
    assert.equal(last()?.headers['content-length'], String(`raw ${value}`.length));
    run.close();
  });

  it('is swapped in a body that comes in any pieces, short or long', async () => {
    const body = `start ${hold('WIDE')} middle ${hold('WIDE')}PYMCP_SECRET_ PYMCP_SECRET end PYMCP_`;
    const swapped = body.replaceAll(hold('WIDE'), other);
    for (const size of [1, 7, 50, 1000]) {
      const client = await openInside(stage);
      client.write(
        'POST / HTTP/1.1\r\nHost: example.org\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n',
      );
      for (let at = 0; at < body.length; at += size) {
        const piece = body.slice(at, at + size);
        client.write(`${piece.length.toString(16)}\r\n${piece}\r\n`);
      }
      client.write('0\r\n\r\n');
      await readAll(client);
      assert.equal(last()?.body, swapped, `${size} bytes at a time`);
      assert.equal(last()?.headers['transfer-encoding'], 'chunked');
    }
    const long = `${'x'.repeat(3_000_000)}${hold('WIDE')}${'y'.repeat(500_000)}`;
    await ask('POST /', [], long);
    assert.equal(last()?.body, long.replace(hold('WIDE'), other));
    assert.equal(last()?.headers['content-length'], undefined, 'another length than was announced');
  });

  /** Connections of the tests before this one. */
  async function allEnded(): Promise<void> {
    const allowed = (): number => stage.decisions.filter(({ verdict }) => verdict === 'allowed').length;
    while (stage.traffic.length < allowed()) await delay(5);
  }

  it('is swapped in the headers that its binding names alone, where it names some', async () => {
    const login = hold('LOGIN');
    const basic = `Authorization: Basic ${Buffer.from(`me:${login}`).toString('base64')}`;
    for (const header of [`AUTHORIZATION: Bearer ${login}`, `x-api-key: ${login}`, basic]) {
      await ask('GET /', [header]);
      assert.ok(
        last()?.rawHeaders.some((word) => word.includes(value) || word.startsWith('Basic ')),
        header,
      );
    }
    await ask(`GET /?k=${login}`);
    assert.equal(last()?.url, `/?k=${encodeURIComponent(value)}`, 'other places are as they were');
    const words = /LOGIN stands in a header that its binding does not name[\s\S]*authorization or x-api-key/;
    for (const name of ['X-Comment', 'Cookie', 'X-Api-Key-2', 'Authorization-'])
      await refused(words, 'GET /', [`${name}: ${login}`]);
    await refused(words, 'GET /', [`Authorization: Bearer ${login}`, `Proxied: ${login}`]);
  });

  it('is told to the audit log by its name, with the request and with what became of it', async () => {
    /** Its end is told when the connection is gone, which may be after the answer. */
    const told = async (...request: Parameters<typeof ask>): Promise<unknown> => {
      const ended = stage.traffic.length;
      await ask(...request);
      while (stage.traffic.length === ended) await delay(5);
      return [stage.decisions.at(-1)?.secrets, stage.traffic.at(-1)?.secrets];
    };
    await allEnded();
    assert.deepEqual(
      await told('GET /', [`X-K: ${hold('WIDE')}`, `X-L: ${hold('GH_PAT')}${hold('GH_PAT')}`]),
      [
        ['WIDE', 'GH_PAT'],
        ['WIDE', 'GH_PAT'],
      ],
    );
    assert.deepEqual(await told('POST /', [`X-K: ${hold('GH_PAT')}`], `say ${hold('WIDE')}`), [
      ['GH_PAT'],
      ['GH_PAT', 'WIDE'],
    ]);
    assert.deepEqual(await told('GET /', ['X-K: nothing']), [[], []]);
    // The first of them may go there, and nothing has gone.
    await refused(/host that this secret is not for/, 'GET /', [
      `X-K: ${hold('GH_PAT')}`,
      `X-L: ${hold('ELSEWHERE')}`,
    ]);
    assert.deepEqual(stage.decisions.at(-1)?.secrets, []);
  });

  it('is refused anywhere else, and nothing of the request arrives', async () => {
    const [pat, wide, elsewhere] = [hold('GH_PAT'), hold('WIDE'), hold('ELSEWHERE')];
    await refused(/placeholder of GH_PAT stands in the path/, `GET /${pat}`);
    await refused(/placeholder of WIDE stands in the path/, `GET /x/${wide}?a=1`);
    await refused(/placeholder of GH_PAT stands in the query/, `GET /?k=${pat}`);
    await refused(/placeholder of GH_PAT stands in the name/, 'GET /', [`${pat}: 1`]);
    await refused(/placeholder of GH_PAT stands in the body/, 'POST /', [], `x ${pat}`);
    await refused(/ELSEWHERE was sent to a host that/, 'GET /', [`Authorization: Bearer ${elsewhere}`]);
    await refused(/ELSEWHERE was sent to a host that/, 'POST /', [], `k=${elsewhere}`);
    await refused(/READ is not for POST of this path/, 'POST /mirror/x', [`X-K: ${hold('READ')}`]);
    await refused(/READ is not for GET of this path/, 'GET /x', [`X-K: ${hold('READ')}`]);
    await refused(/READ is not for GET of this path/, 'GET /mirror/%2e%2e/x', [`X-K: ${hold('READ')}`]);
    await ask('GET /mirror/x', [`X-K: ${hold('READ')}`]);
    assert.equal(last()?.headers['x-k'], value);
  });

  it('is refused in another spelling than its own', async () => {
    const pat = hold('GH_PAT');
    const percent = pat.replace('_', '%5F');
    const twice = pat.replace('_', '%255f');
    for (const spelling of [pat.toLowerCase(), pat.toUpperCase(), percent, twice]) {
      await refused(/another spelling|stands in|none of this run/, `GET /?k=${spelling}`);
      await refused(/another spelling|stands in|none of this run/, `GET /${spelling}`);
      await refused(/another spelling|none of this run/, 'GET /', [`X-K: ${spelling}`]);
    }
    await ask('GET /', [`X-A: ${pat.slice(0, 20)}`, `X-B: ${pat.slice(20)}`]);
    assert.equal(last()?.headers['x-a'], pat.slice(0, 20), 'in two halves it is none');
  });

  it('is refused over plain HTTP', async () => {
    const dialled = stage.dialled.length;
    const text = await stage.say(
      `GET http://example.org/ HTTP/1.1\r\nHost: example.org\r\nAuthorization: Bearer ${hold('GH_PAT')}\r\nConnection: close\r\n\r\n`,
    );
    assert.match(text, /^HTTP\/1\.1 403 .*host that this secret is not for/);
    const run = stage.openRun({
      policy,
      secrets: [bind('GH_PAT', { hosts: parsePolicy([{ host: 'example.org', ports: [80, 443] }]).rules })],
    });
    const socket = await stage.connect(run.token);
    socket.write(
      `POST http://example.org/ HTTP/1.1\r\nHost: example.org\r\nX: ${run.environment['GH_PAT'] ?? ''}\r\nConnection: close\r\n\r\n`,
    );
    assert.match(await readAll(socket), /^HTTP\/1\.1 403 .*sent without TLS[\s\S]*ask for https/);
    assert.equal(stage.dialled.length, dialled);
    run.close();
  });

  it('of another run is refused, and so is what only looks like one', async () => {
    const run = stage.openRun({ policy, secrets });
    await refused(/none of this run/, 'GET /', [`Authorization: Bearer ${run.environment['GH_PAT'] ?? ''}`]);
    await refused(/none of this run/, 'POST /', [], `PYMCP_SECRET_X_${'a'.repeat(24)}`);
    run.close();
    await ask('POST /', [], 'read PYMCP_SECRET_NAME and PYMCP_SECRET_');
    assert.equal(last()?.body, 'read PYMCP_SECRET_NAME and PYMCP_SECRET_', 'words about them are none');
  });

  it('that cannot be sent is refused with what to do, and without its value', async () => {
    for (const [name, why] of [
      ['NONE', /NONE has no value[\s\S]*pymcp secrets set NONE/],
      ['CHANGE', /CHANGE has no real value yet[\s\S]*pymcp secrets set CHANGE/],
      ['LINES', /LINES has a control character or a line break/],
      ['SHORT', /SHORT has a value of fewer than 8 characters/],
      ['FOREIGN', /FOREIGN has characters that cannot stand there/],
    ] as const)
      await refused(why, 'GET /', [`Authorization: Bearer ${hold(name)}`]);
  });

  it('in a body that is compressed is not looked for, and arrives as a placeholder', async () => {
    await ask('POST /', ['Content-Encoding: gzip'], hold('WIDE'));
    assert.equal(last()?.body, hold('WIDE'));
  });

  it('is in no record of what was decided', () => {
    const written = JSON.stringify([stage.decisions, stage.run.listDenied()]);
    for (const text of [value, other, 'X-Injected', ...Object.values(held)])
      assert.ok(!written.includes(text), text);
    assert.match(written, /GH_PAT/);
  });

  describe('that the host sends back', () => {
    const login = (): string[] => [`Authorization: Bearer ${hold('GH_PAT')}`];
    const unseen = (text: string): void => {
      for (const part of [value, Array.from(value).reverse().join(''), encodeURIComponent(value)])
        assert.ok(!text.includes(part), text);
      for (const encoding of ['base64', 'hex'] as const)
        assert.ok(!text.includes(Buffer.from(value).toString(encoding).slice(0, -4)), text);
      for (let at = 0; at + 12 <= value.length; at += 1) assert.ok(!text.includes(value.slice(at, at + 12)));
    };

    it('is masked in the body, in every encoding that is known, and in pieces', async () => {
      for (const way of ['plain', 'reversed', 'base', 'hex', 'json', 'slowly']) {
        const text = await ask(`GET /mirror/${way}`, login());
        assert.equal(last()?.headers.authorization, `Bearer ${value}`);
        assert.match(text, /^HTTP\/1\.1 200 /, way);
        assert.ok(text.replaceAll(/\r\n[0-9a-f]+\r\n/g, '').includes(mask), `${way}: ${text}`);
        unseen(text.replaceAll(/\r\n[0-9a-f]+\r\n/g, ''));
      }
    });

    it('is masked in headers, cookies, the line of the status and where a redirect leads', async () => {
      for (const way of ['header', 'reason', 'location', 'name', 'trailer']) {
        const text = await ask(`GET /mirror/${way}`, login());
        assert.match(text, /^HTTP\/1\.1 [235]0\d /, way);
        unseen(text);
      }
      assert.match(await ask('GET /mirror/header', login()), /X-Echo: Bearer \[secret GH_PAT\]\r\n/);
      assert.match(await ask('GET /mirror/reason', login()), /^HTTP\/1\.1 200 Hello \[secret GH_PAT\]\r\n/);
    });

    it('compressed, or in a piece of a page, is not handed on', async () => {
      for (const way of ['gzip', 'piece']) {
        const text = await ask(`GET /mirror/${way}`, [
          ...login(),
          'Accept-Encoding: gzip',
          'Range: bytes=0-9',
        ]);
        assert.match(
          text,
          /^HTTP\/1\.1 502 Network failed example\.org:443: the host has (compressed|answered)/,
        );
        assert.equal(last()?.headers['accept-encoding'], 'identity');
        assert.equal(last()?.headers.range, undefined);
        unseen(text);
      }
    });

    it('is left out where the host breaks off in it', async () => {
      unseen(await ask('GET /mirror/unfinished', login()));
    });

    it('is masked in the answers to requests without it too', async () => {
      const text = await ask('POST /mirror/plain', [], `x ${hold('WIDE')} y`);
      assert.ok(text.includes('[secret WIDE]') && !text.includes(other), text);
    });
  });
});
