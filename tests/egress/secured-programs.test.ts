// Proves: secret.unseen. Programs of Python, with the libraries that everybody uses, through the proxy to hosts with good certificates and bad ones:
// the standard variables are all that they are given.
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { parseSecretName } from '../../src/core/names.js';
import { trustVariables } from '../../src/egress/authority/guest-trust.js';
import { parsePolicy } from '../../src/egress/policy/parse-policy.js';
import { slow } from '../support/time.js';
import { makeCertificate } from './make-certificate.js';
import { type Mirror, openMirror } from './mirror.js';
import { Stage } from './stage.js';

const value = 'ghp_0123456789abcdefXYZ';

describe('programs with placeholders (secret.unseen)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'pymcp-trust-'));
  const bundle = join(folder, 'ca.pem');
  const ports = { expired: 8441, unknown: 8442, wrong: 8443 } as const;
  const mirrors: Mirror[] = [];
  let stage: Stage;
  let proxy = '';

  before(async () => {
    const good = makeCertificate(['example.org']);
    const expired = makeCertificate(['expired.example.org'], Date.now() - 60_000);
    const wrong = makeCertificate(['other.example.org']);
    for (const certificate of [good, expired, makeCertificate(['unknown.example.org']), wrong])
      mirrors.push(await openMirror([], certificate));
    const [portOfGood = 0, ...others] = mirrors.map(({ port }) => port);
    const policy = [
      'example.org',
      ...Object.entries(ports).map(([name, port]) => ({ host: `${name}.example.org`, ports: [port] })),
    ];
    stage = await Stage.open({
      policy,
      roots: [good.cert, expired.cert, wrong.cert],
      ports: { 443: portOfGood, 8441: others[0] ?? 0, 8442: others[1] ?? 0, 8443: others[2] ?? 0 },
      secrets: [
        {
          name: parseSecretName('GH_PAT'),
          value,
          hosts: parsePolicy(policy).rules,
          places: ['headers', 'query', 'body'],
          headers: null,
        },
      ],
    });
    proxy = `http://127.0.0.1:${await stage.openRelay()}`;
    writeFileSync(bundle, (await stage.run.trust())?.bundle ?? '');
  });
  after(async () => {
    await stage.close();
    for (const mirror of mirrors) mirror.close();
    rmSync(folder, { recursive: true });
  });

  async function run(program: string, trust = trustVariables(bundle)): Promise<string> {
    const env = {
      ...stage.run.environment,
      ...trust,
      HTTPS_PROXY: proxy,
      https_proxy: proxy,
      PROXY: proxy.slice('http://'.length),
    };
    const child = spawn('/usr/bin/python3', ['-c', program], {
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: slow(60_000),
    });
    let output = '';
    const gather = (piece: Buffer): unknown => (output += piece.toString());
    child.stdout.on('data', gather);
    child.stderr.on('data', gather);
    await new Promise((resolve) => child.once('close', resolve));
    assert.ok(!output.includes(value), output);
    return output;
  }
  const seen = (): readonly string[] =>
    mirrors[0]?.seen.map(({ headers }) => headers.authorization ?? '') ?? [];

  it('use urllib, with a bearer token, a form and JSON', async () => {
    const output = await run(`
import json, os, urllib.parse, urllib.request
pat = os.environ["GH_PAT"]
def ask(data=None, **headers):
    request = urllib.request.Request("https://example.org/mirror/plain", data, {"Authorization": "Bearer " + pat, **headers})
    with urllib.request.urlopen(request, timeout=20) as answer:
        print(answer.status, answer.read().decode())
ask()
ask(urllib.parse.urlencode({"key": pat}).encode())
ask(json.dumps({"key": pat}).encode(), **{"Content-Type": "application/json"})
`);
    assert.equal(output, '200 >[secret GH_PAT]<\n'.repeat(3));
    assert.deepEqual(
      seen().slice(-3),
      Array.from({ length: 3 }, () => `Bearer ${value}`),
    );
    assert.equal(mirrors[0]?.seen.at(-1)?.body, `{"key": "${value}"}`);
  });

  it('use http.client over one connection, as strict as OpenSSL can be', async () => {
    const output = await run(`
import base64, http.client, os, ssl
context = ssl.create_default_context()
context.verify_flags |= ssl.VERIFY_X509_STRICT
host, port = os.environ["PROXY"].split(":")
connection = http.client.HTTPSConnection(host, int(port), context=context, timeout=20)
connection.set_tunnel("example.org", 443)
login = base64.b64encode(("me:" + os.environ["GH_PAT"]).encode()).decode()
for path in ("/mirror/plain", "/" + os.environ["GH_PAT"], "/mirror/header"):
    connection.request("GET", path, headers={"Authorization": "Basic " + login})
    answer = connection.getresponse()
    print(answer.status, answer.getheader("X-Echo"), answer.read().decode().splitlines()[0][:20])
print(connection.sock.version())
`);
    assert.equal(
      output,
      '200 None >bWU6[secret GH_PAT]\n403 None network: denied exam\n200 Basic bWU6[secret GH_PAT]= header\nTLSv1.3\n',
    );
    assert.equal(seen().at(-1), `Basic ${Buffer.from(`me:${value}`).toString('base64')}`);
  });

  it('use requests, where it is installed', async () => {
    const output = await run(`
import os
try:
    import requests
except ImportError:
    try:
        from pip._vendor import requests
    except ImportError:
        requests = None
if requests is None:
    print("absent")
else:
    with requests.Session() as session:
        for _ in range(3):
            answer = session.get("https://example.org/mirror/json", params={"key": os.environ["GH_PAT"]}, auth=("me", os.environ["GH_PAT"]), timeout=20)
            print(answer.status_code, answer.headers.get("Content-Encoding"))
`);
    assert.ok(output === 'absent\n' || output === '200 None\n'.repeat(3), output);
  });

  it('reach no host whose certificate is not good, and nothing is sent to it', async () => {
    const words = {
      expired: /^502 network: failed expired\.example\.org:8441 why: its certificate has expired /,
      unknown: /^502 .* why: its certificate is signed by itself /,
      wrong: /^502 .* why: its certificate is for another host /,
    } as const;
    for (const [name, expected] of Object.entries(words)) {
      const port = ports[name as keyof typeof ports];
      const output = await run(`
import os, urllib.request, urllib.error
request = urllib.request.Request("https://${name}.example.org:${port}/", headers={"Authorization": "Bearer " + os.environ["GH_PAT"]})
try:
    urllib.request.urlopen(request, timeout=20)
except urllib.error.HTTPError as error:
    print(error.code, " ".join(error.read().decode().split("\\n")))
`);
      assert.match(output, expected);
    }
    assert.deepEqual(
      mirrors.slice(1).map((mirror) => mirror.seen.length),
      [0, 0, 0],
    );
  });

  it('that do not trust the gateway refuse it, and send nothing', async () => {
    const before = mirrors[0]?.seen.length;
    const output = await run(
      'import urllib.request\nurllib.request.urlopen("https://example.org/", timeout=20)',
      {
        SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt',
      },
    );
    assert.match(output, /CERTIFICATE_VERIFY_FAILED/);
    assert.equal(mirrors[0]?.seen.length, before);
  });

  it('trust what this machine trusts as well', async () => {
    const trust = await stage.run.trust();
    const blocks = trust?.bundle.match(/-----BEGIN CERTIFICATE-----/g) ?? [];
    assert.equal(blocks.length, 4, 'the roots of the stage, and the gateway');
    assert.ok(trust?.bundle.endsWith(trust.certificate));
    assert.ok(!/PRIVATE/.test(trust?.bundle ?? ''));
  });
});
