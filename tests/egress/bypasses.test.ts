// Proves: net.none. Every way in which lists of hosts were got round elsewhere, tried on the proxy by a program of Python and by bytes that no
// library would send: nothing but what a rule names is dialled.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { askPython } from './ask-python.js';
import { Stage } from './stage.js';

const policy = [
  { host: 'example.org', ports: [80, 443] },
  { host: '*.example.org', ports: [80] },
  { host: 'xn--bcher-kva.example', ports: [80] },
  { host: 'rebind.example', ports: [80] },
  { host: 'mixed.example', ports: [80] },
  { host: 'local.example', ports: [80] },
  { host: 'metadata.example', ports: [80] },
  { host: 'mapped.example', ports: [80] },
  { host: 'nat64.example', ports: [80] },
  { host: '93.184.216.40', ports: [80] },
];

describe('around the list of hosts (net.none)', () => {
  let stage: Stage;
  let relay = '';
  let nextAnswers = (): readonly string[] => ['93.184.216.34'];

  before(async () => {
    stage = await Stage.open({
      policy,
      names: {
        'rebind.example': () => nextAnswers(),
        'xn--bcher-kva.example': ['93.184.216.35'],
        'mixed.example': ['93.184.216.34', '127.0.0.1'],
        'local.example': ['127.0.0.1'],
        'metadata.example': ['169.254.169.254'],
        'mapped.example': ['::ffff:127.0.0.1'],
        'nat64.example': ['64:ff9b::7f00:1'],
      },
    });
    relay = `http://127.0.0.1:${await stage.openRelay()}`;
  });
  after(() => stage.close());

  /** The answers to what must lead nowhere; nothing is dialled, and nothing arrives. */
  async function refused(...requests: readonly string[]): Promise<string[]> {
    const [dialled, arrived] = [stage.dialled.length, stage.origin.connections()];
    const texts: string[] = [];
    for (const request of requests) {
      const text = await stage.say(request);
      assert.match(
        text,
        /^HTTP\/1\.1 40[03] [ -~]*\r\n[\s\S]*\r\n\r\nnetwork: denied .*\nwhy: .+\nfix: .+\n$/,
        JSON.stringify(request),
      );
      texts.push(text);
    }
    assert.deepEqual([stage.dialled.length, stage.origin.connections()], [dialled, arrived]);
    return texts;
  }
  const get = (authority: string, host = authority): string =>
    `GET http://${authority}/ HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`;
  const tunnel = (authority: string): string => `CONNECT ${authority} HTTP/1.1\r\nHost: ${authority}\r\n\r\n`;

  it('a host that is named is reached, at the address that was judged', async () => {
    const [plain, below, foreign, address, python] = [
      await stage.say(get('example.org')),
      await stage.say(get('A.EXAMPLE.ORG')),
      await stage.say(get('xn--bcher-kva.example')),
      await stage.say(get('93.184.216.40')),
      await askPython(relay, ['http://example.org/x']),
    ];
    for (const text of [plain, below, foreign, address]) assert.match(text, /^HTTP\/1\.1 200 /);
    assert.deepEqual(python, [{ status: 200, text: 'GET /x ' }]);
    assert.deepEqual(stage.dialled.splice(0), [
      '93.184.216.34:80',
      '93.184.216.34:80',
      '93.184.216.35:80',
      '93.184.216.40:80',
      '93.184.216.34:80',
    ]);
  });

  it('host\\0evil', async () => {
    // Node's parser refuses the byte; what has it encoded is refused by us.
    await refused(
      get('example.org\0.evil.example'),
      get('evil.example\0.example.org'),
      get('example.org%00.evil.example', 'example.org'),
      tunnel('example.org\0.evil.example:443'),
    );
  });

  it('a suffix without a dot', async () => {
    await refused(
      get('evilexample.org'),
      get('example.org.evil.example'),
      tunnel('evilexample.org:443'),
      tunnel('www.example.org:443'),
    );
  });

  it('a trailing dot and upper case change nothing', async () => {
    assert.match(await stage.say(get('EXAMPLE.org.')), /^HTTP\/1\.1 200 /);
    assert.deepEqual(stage.origin.seen.at(-1)?.rawHeaders.slice(0, 2), ['Host', 'example.org']);
    await refused(get('EVIL.example.'), get('example.org..'), get('.example.org'));
  });

  it('userinfo', async () => {
    await refused(
      get('example.org@evil.example', 'evil.example'),
      get('example.org:80@evil.example', 'evil.example'),
      get('evil.example@example.org', 'example.org'),
      tunnel('example.org@evil.example:443'),
    );
  });

  it('IDN, and letters that stand for others', async () => {
    await refused(
      get('еxample.org'),
      get('xn--xample-2of.org'),
      get('ｅxample.org'),
      get('example。org'),
      get('bücher.example'),
    );
    await refused(get(Buffer.from('ｅxample.org').toString('latin1')));
  });

  it('a tunnel to another port or host (CONNECT relays)', async () => {
    await refused(
      tunnel('evil.example:443'),
      tunnel('example.org:22'),
      tunnel('example.org:25'),
      tunnel('127.0.0.1:443'),
      tunnel('[::1]:443'),
      tunnel('localhost:443'),
      tunnel('example.org:443:22'),
      tunnel('example.org'),
      tunnel('example.org:0443'),
    );
  });

  it('a redirect to loopback, to metadata, to another host', async () => {
    const [dialled] = [stage.dialled.length];
    const to = (url: string): string => `http://example.org/redirect?to=${encodeURIComponent(url)}`;
    const urls = [
      'http://127.0.0.1/',
      'http://169.254.169.254/latest/meta-data/',
      'http://[::1]/',
      'http://evil.example/',
      'http://localhost/',
      'http://2130706433/',
      'http://local.example/',
    ];
    for (const { status, text } of await askPython(relay, urls.map(to))) {
      assert.ok(status === 403 || status === 400, text);
      assert.match(text, /^network: denied/);
    }
    assert.equal(stage.dialled.length, dialled + urls.length, 'one dial each: that of the first request');
    const [good] = await askPython(relay, [to('http://a.example.org/end')]);
    assert.deepEqual(good, { status: 200, text: 'GET /end ' });
  });

  it('DNS rebinding: a name is resolved once for each request, and what was judged is dialled', async () => {
    stage.asked.length = 0;
    nextAnswers = () => ['93.184.216.34'];
    assert.match(await stage.say(get('rebind.example')), /^HTTP\/1\.1 200 /);
    nextAnswers = () => ['127.0.0.1'];
    const [text = ''] = await refused(get('rebind.example'));
    assert.match(text, /127\.0\.0\.1 may not be reached: it is loopback/);
    nextAnswers = () => ['93.184.216.34'];
    assert.match(await stage.say(get('rebind.example')), /^HTTP\/1\.1 200 /);
    assert.deepEqual(stage.asked, ['rebind.example', 'rebind.example', 'rebind.example']);
  });

  it('DNS rebinding: a resolver that changes its answer each time is asked once', async () => {
    const changing = ['93.184.216.36', '127.0.0.1', '127.0.0.1'];
    stage.asked.length = 0;
    nextAnswers = () => [changing.shift() ?? ''];
    assert.match(await stage.say(get('rebind.example')), /^HTTP\/1\.1 200 /);
    assert.equal(stage.dialled.at(-1), '93.184.216.36:80');
    assert.deepEqual([stage.asked.length, changing.length], [1, 2]);
  });

  it('a name with one good answer and one bad', async () => {
    await refused(get('mixed.example'));
  });

  it('names that lead to loopback, metadata, IPv4-mapped and translated addresses', async () => {
    await refused(get('local.example'), get('metadata.example'), get('mapped.example'), get('nat64.example'));
  });

  it('addresses, in every spelling', async () => {
    // prettier-ignore
    const addresses = [
      '127.0.0.1', '127.1', '2130706433', '0x7f000001', '0177.0.0.1', '0', '[::1]', '[::]', '[::ffff:127.0.0.1]', '[::ffff:7f00:1]', '[::127.0.0.1]', '[fe80::1]',
      '169.254.169.254', '[fd00:ec2::254]', '10.0.0.1', '172.16.0.1', '192.168.1.1', '100.64.0.1', '224.0.0.1', '0.0.0.0', '192.0.2.1', '168.63.129.16',
      // Public, and yet named by no rule, as a number or as what a named host leads to.
      '93.184.216.34', '8.8.8.8', '[2606:4700:4700::1111]', '93.184.216.040', '0x5d.0xb8.0xd8.0x28',
    ];
    await refused(
      ...addresses.map((address) => get(address)),
      ...addresses.map((address) => tunnel(`${address}:443`)),
    );
  });

  it('no name is looked up that no rule names', async () => {
    stage.asked.length = 0;
    await refused(get('data.of.the.guest.evil.example'), tunnel('data.evil.example:443'));
    assert.deepEqual(stage.asked, []);
  });

  it('a denied program sees why, in its own words too', async () => {
    const [plain, tls] = await askPython(relay, ['http://evil.example/', 'https://evil.example/']);
    assert.deepEqual(plain, {
      status: 403,
      text: 'network: denied evil.example:80\nwhy: no rule of this run names this host\nfix: add to the network policy: {"host": "evil.example", "ports": [80]}\n',
    });
    assert.match(
      tls?.text ?? '',
      /Tunnel connection failed: 403 Network denied evil\.example:443: no rule of this run names this host/,
    );
  });

  it('and each attempt is written down, for the log and for the result', () => {
    assert.ok(stage.decisions.some(({ host, verdict }) => host === 'example.org' && verdict === 'allowed'));
    const denied = stage.decisions.filter(({ verdict }) => verdict === 'denied');
    assert.ok(denied.length > 80, String(denied.length));
    assert.ok(denied.every(({ why }) => why !== null && why !== ''));
    const shown = stage.run.listDenied();
    assert.equal(shown.length, 32, 'not more than somebody reads');
    assert.ok(shown.some(({ host, count }) => host === 'evilexample.org' && count === 1));
  });
});
