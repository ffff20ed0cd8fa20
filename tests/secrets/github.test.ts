// Proves: secret.unlogged, secret.uncommitted. Secrets reach GitHub sealed, by requests that its own description of its API allows; nothing is
// overwritten that was there, and whatever goes wrong is explained without the token or a value.
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, before, beforeEach, describe, it } from 'node:test';
import { findSecret } from '../../src/verify/find-secret.js';
import type { Ended } from '../support/command-line.js';
import { GitHubDescription } from '../support/github-description.js';
import { failure, GitHubServer } from '../support/github-server.js';
import { SecretProject } from '../support/secret-project.js';

const value = 'tr0ub4dor-and-three-more';
const repo = ['--repo', 'octo/hello'] as const;
let description: GitHubDescription;
let server: GitHubServer;
let project: SecretProject;

before(() => {
  description = new GitHubDescription();
});
beforeEach(async () => {
  server = await GitHubServer.open(description);
  project = new SecretProject();
  project.env['GITHUB_API_URL'] = server.address;
  project.env['GH_TOKEN'] = server.token;
});
afterEach(async () => {
  const { problems } = server;
  await server.close();
  project.remove();
  assert.deepEqual(problems, []);
});

/** Whatever is said, it is no secret. */
async function secrets(args: readonly string[], input = value): Promise<Ended> {
  const ended = await project.secrets(args, input);
  for (const secret of [value, server.token])
    assert.deepEqual(findSecret(secret, [ended.stdout, ended.stderr]), []);
  return ended;
}

async function fails(args: readonly string[], exitCode: number, error: RegExp, hint: RegExp): Promise<void> {
  const ended = await secrets(args);
  assert.equal(ended.exitCode, exitCode, ended.stderr);
  const [first = '', second = ''] = ended.stderr.trim().split('\n');
  assert.match(first, error);
  assert.match(second, hint);
}

describe('the server of these tests', () => {
  it('knows what GitHub has not described', () => {
    const path = '/repos/octo/hello/actions/secrets';
    for (const [method, where, query, body] of [
      ['get', path, 'per_page=many', undefined],
      ['get', path, 'pages=1', undefined],
      ['get', path, '', {}],
      ['put', `${path}/X`, '', { encrypted_value: 'no base64!', key_id: '1' }],
      ['put', `${path}/X`, '', { encrypted_value: 'AAAA' }],
      ['post', path, '', undefined],
      ['get', '/repos/octo/hello/actions/nothing/at/all', '', undefined],
    ] as const)
      assert.throws(() => {
        description.checkRequest(description.find(method, where), new URLSearchParams(query), body);
      });
    const put = description.find('put', `${path}/X`);
    assert.throws(() => {
      description.checkResponse(put, 200, {});
    });
    assert.throws(() => {
      description.checkResponse(put, 201, { more: 1 });
    });
    assert.throws(() => {
      description.checkResponse(description.find('get', path), 200, { secrets: [] });
    });
    assert.equal(description.find('get', `${path}/public-key`).path.endsWith('/public-key'), true);
  });
});

describe('pymcp secrets set --github', () => {
  it('stores what only GitHub can open, whatever is in it', async () => {
    for (const [index, text] of [value, 'a\nb\r\nc', 'é☃𝄞 \'"$`\\', 'xy'.repeat(20_000)].entries()) {
      const { exitCode, stderr } = await secrets(['set', `K${index}`, '--github', ...repo], text);
      assert.equal(exitCode, 0, stderr);
      assert.match(stderr, new RegExp(`^K${index} was created in octo/hello on GitHub\\.\n$`));
      assert.equal(server.valueOf(`K${index}`), text);
    }
    assert.match((await secrets(['set', 'K0', '--github', ...repo], 'second')).stderr, /was updated/);
    assert.equal(server.valueOf('K0'), 'second');
    assert.ok(!existsSync(project.file));
  });

  it('stores in both places where both are named', async () => {
    assert.equal((await secrets(['set', 'GH_PAT', '--local', '--github', ...repo])).exitCode, 0);
    assert.equal(server.valueOf('GH_PAT'), value);
    assert.equal(project.inFile['GH_PAT'], value);
  });

  it('refuses names that GitHub refuses, before anybody is asked', async () => {
    for (const name of ['GITHUB_TOKEN', 'github_x', '1ST'])
      await fails(['set', name, '--github', ...repo], 2, /which GitHub refuses/, /choose another name/);
    assert.deepEqual(server.requests, []);
  });

  it('refuses a key that is none', async () => {
    for (const key of ['', 'AAAA', `${'A'.repeat(43)}=\n`, '!'.repeat(44)]) {
      server.fault = (_, path) =>
        path.endsWith('/public-key') ? { status: 200, body: { key_id: '1', key } } : null;
      await fails(
        ['set', 'GH_PAT', '--github', ...repo],
        3,
        /a public key of another kind/,
        /GITHUB_API_URL/,
      );
    }
    assert.ok(server.requests.every((one) => one.startsWith('get ')));
  });
});

describe('pymcp secrets list and delete --github', () => {
  it('show when each was set, over many pages', async () => {
    for (let index = 0; index < 230; index += 1)
      server.secrets.set(`S_${index}`, { sealed: '', at: '2026-01-02T03:04:05Z' });
    const { stdout, exitCode } = await secrets(['list', '--github', '--json', ...repo]);
    assert.equal(exitCode, 0);
    const { secrets: listed } = JSON.parse(stdout) as {
      secrets: { name: string; github_updated_at: string | null }[];
    };
    assert.equal(listed.length, 232);
    assert.equal(listed.find(({ name }) => name === 'S_229')?.github_updated_at, '2026-01-02T03:04:05.000Z');
    assert.equal(listed.find(({ name }) => name === 'GH_PAT')?.github_updated_at, null);
    assert.match((await secrets(['list', '--github', ...repo])).stdout, /S_0 +optional +2026-01-02 +-/);
  });

  it('take one away, once', async () => {
    server.secrets.set('GH_PAT', { sealed: '', at: '2026-01-02T03:04:05Z' });
    assert.match(
      (await secrets(['delete', 'GH_PAT', '--github', ...repo])).stderr,
      /gone from octo\/hello on GitHub/,
    );
    assert.equal(server.secrets.size, 0);
    await fails(['delete', 'GH_PAT', '--github', ...repo], 2, /no secret GH_PAT/, /secrets list/);
  });
});

describe('pymcp secrets setup', () => {
  beforeEach(() => {
    project.configure({ GH_PAT: { required: true }, OTHER: { required: true } });
  });

  it('makes placeholders for what is required and not there, and overwrites nothing', async () => {
    await secrets(['set', 'OTHER', '--github', ...repo]);
    const first = await secrets(['setup', ...repo]);
    assert.equal(first.exitCode, 0, first.stderr);
    assert.match(
      first.stdout,
      /^GH_PAT is there now, as a placeholder\nOTHER is there, and was left as it is\n/,
    );
    assert.deepEqual([server.valueOf('GH_PAT'), server.valueOf('OTHER')], ['PLACEHOLDER', value]);
    await secrets(['set', 'GH_PAT', '--github', ...repo]);
    const again = await secrets(['setup', '--all', '--json', ...repo]);
    assert.deepEqual(JSON.parse(again.stdout), {
      repository: 'octo/hello',
      secrets: [
        { name: 'GH_PAT', outcome: 'is there' },
        { name: 'ANTHROPIC_API_KEY', outcome: 'made' },
        { name: 'OTHER', outcome: 'is there' },
      ],
    });
    assert.equal(server.valueOf('GH_PAT'), value);
  });

  it('only says what it would do', async () => {
    const { stdout, exitCode } = await secrets(['setup', '--dry-run', ...repo]);
    assert.equal(exitCode, 0);
    assert.match(stdout, /^GH_PAT would be made, as a placeholder\n/);
    assert.equal(server.secrets.size, 0);
    assert.ok(server.requests.every((one) => one.startsWith('get ')));
  });

  it('leaves one that somebody makes meanwhile, and says so where it could not', async () => {
    const [at, path] = ['2026-01-02T03:04:05Z', '/repos/octo/hello/actions/secrets/GH_PAT'];
    server.fault = (method, found) => {
      if (method === 'get' && found === path) server.secrets.set('GH_PAT', { sealed: 'theirs', at });
      return null;
    };
    assert.match((await secrets(['setup', ...repo])).stdout, /^GH_PAT is there, and was left/);
    assert.equal(server.secrets.get('GH_PAT')?.sealed, 'theirs');
    server.secrets.clear();
    server.fault = (method, found) => {
      if (method === 'get' && found.endsWith('/public-key'))
        server.secrets.set('GH_PAT', { sealed: 'theirs', at });
      return null;
    };
    assert.match(
      (await secrets(['setup', ...repo])).stdout,
      /^GH_PAT was made by somebody else .* set it again/,
    );
  });

  it('has nothing to do where nothing is required', async () => {
    project.configure({});
    const { exitCode, stderr } = await secrets(['setup', ...repo]);
    assert.equal(exitCode, 0);
    assert.match(stderr, /No secret is required: .*--all/);
    assert.deepEqual(server.requests, []);
  });
});

describe('the repository', () => {
  const remote = (...addresses: readonly (readonly [string, string])[]): void => {
    assert.equal(spawnSync('git', ['init', '-q', project.folder]).status, 0);
    for (const [name, address] of addresses)
      assert.equal(spawnSync('git', ['-C', project.folder, 'remote', 'add', name, address]).status, 0);
  };

  it('is that of the git remote', async () => {
    project.env['GITHUB_SERVER_URL'] = 'https://github.com';
    remote(['upstream', 'https://github.com/other/one'], ['origin', 'git@github.com:octo/hello.git']);
    assert.equal((await secrets(['list', '--github'])).exitCode, 0);
    assert.deepEqual(server.requests, ['get /repos/octo/hello/actions/secrets']);
  });

  it('is asked for where there is no remote, another host or too many', async () => {
    await fails(['list', '--github'], 2, /no git remote/, /name it: --repo OWNER\/NAME/);
    remote(['a', 'https://user:s3cret-password@gitlab.com/octo/hello']);
    const { stderr } = await secrets(['list', '--github']);
    assert.match(
      stderr,
      /^error: the git remote of this folder leads to no repository on 127\.0\.0\.1\nhint: name it/,
    );
    assert.ok(!stderr.includes('s3cret-password'));
    remote(['b', 'https://gitlab.com/octo/hello']);
    await fails(['list', '--github'], 2, /none is called origin/, /--repo/);
    for (const odd of [
      'x',
      'a/b/c',
      '../..',
      'a/..',
      '-a/b',
      'a/b?c',
      ' a/b',
      'a/',
      '/b',
      `a/${'b'.repeat(101)}`,
    ])
      await fails(['list', '--github', `--repo=${odd}`], 2, /names no repository/, /OWNER\/NAME/);
    assert.deepEqual(server.requests, []);
  });
});

describe('what goes wrong', () => {
  const list = ['list', '--github', ...repo] as const;

  it('is said of a wrong token', async () => {
    project.env['GH_TOKEN'] = 'ghp_wrong-one';
    await fails(list, 3, /does not know the token \(401, "Bad credentials"\)/, /gh auth login/);
    for (const odd of ['PLACEHOLDER', 'a b', 'a\nb', 'é']) {
      project.env['GH_TOKEN'] = odd;
      await fails(list, 2, /GH_TOKEN is no token/, /Secrets: read and write/);
    }
  });

  it('is said of a token that may not', async () => {
    server.fault = () => failure(403, `Resource not accessible by ${server.token}\u001b[31m`);
    await fails(
      list,
      3,
      /may not do this in octo\/hello \(403, "Resource not accessible by … \[31m"\)/,
      /Secrets: read and write/,
    );
    server.fault = () => failure(403, 'SSO', { 'x-github-sso': 'required; url=https://x' });
    await fails(list, 3, /may not do this/, /single sign-on/);
  });

  it('is said of a repository that is not there', async () => {
    await fails(['list', '--github', '--repo', 'octo/none'], 3, /no repository octo\/none/, /check the name/);
    server.fault = () => ({ status: 301, headers: { location: `${server.address}/elsewhere` } });
    await fails(list, 3, /has moved or was renamed/, /--repo/);
    assert.equal(server.requests.length, 2);
  });

  it('is said of too many requests, with the time', async () => {
    server.fault = () => failure(429, 'slow down', { 'retry-after': '90' });
    await fails(list, 3, /takes no more requests/, /try again in 2 minutes/);
    const reset = String(Math.floor(Date.now() / 1000) + 30);
    server.fault = () => failure(403, 'limit', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': reset });
    await fails(list, 3, /takes no more requests/, /try again in 1 minute$/);
  });

  it('is said of a server that is broken, lies, or is no GitHub', async () => {
    server.fault = () => failure(502, 'bad gateway');
    await fails(list, 3, /status 502/, /githubstatus/);
    for (const body of ['text', [], {}, { total_count: 1 }, { total_count: 1, secrets: [{ name: 7 }] }]) {
      server.fault = () => ({ status: 200, body });
      await fails(list, 3, /not as documented/, /GITHUB_API_URL/);
    }
  });

  it('is said of a network that is not there', async () => {
    const { address } = server;
    await server.close();
    await fails(list, 3, new RegExp(`${address} cannot be reached: .*ECONNREFUSED`), /check the network/);
    server = await GitHubServer.open(description);
  });

  it('is said of an address to which no token may go', async () => {
    for (const odd of [
      'http://example.org',
      'ftp://127.0.0.1',
      'x',
      'https://u:p@example.org',
      'http://127.0.0.1.example.org',
    ]) {
      project.env['GITHUB_API_URL'] = odd;
      await fails(list, 2, /GITHUB_API_URL names no address/, /https:/);
    }
  });

  it('is said where there is no token, and the login of gh goes to no other server', async () => {
    delete project.env['GH_TOKEN'];
    const log = project.addProgram('gh', `echo ${value}`);
    await fails(list, 2, /no token for 127\.0\.0\.1/, /gh auth login, or set GH_TOKEN/);
    assert.ok(!existsSync(log));
    delete project.env['GITHUB_API_URL'];
    project.addProgram('gh', 'exit 1');
    await fails(
      list,
      2,
      /no token for github\.com: GH_TOKEN is not set, and gh ended with status 1/,
      /gh auth login/,
    );
    assert.match(readFileSync(log, 'utf8'), /auth\ntoken\n/);
  });
});
