// Proves: secret.uncommitted, install.verified. Each rule over the repository finds what it is for, and the files that it lets through.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { findProblems } from './repository-rules.js';

/** The messages for one file. Keys are put together here, so that no line of this file is one. */
const complain = (text: string, path = 'src/a.ts'): string[] =>
  findProblems([{ path, text }]).map(({ message }) => message);

const refused = (text: string, message: RegExp, path?: string): void => {
  const [first = ''] = complain(text, path);
  assert.match(first, message, text);
};

describe('secret.uncommitted', () => {
  it('refuses key-shaped strings', () => {
    refused(`a = "AKIA${'Q'.repeat(16)}"`, /AWS/);
    refused(`ghp_${'a1'.repeat(18)}`, /GitHub/);
    refused(`github_pat_${'a1'.repeat(30)}`, /GitHub/);
    refused(`key: sk-ant-${'api03-'.repeat(8)}`, /API key/);
    refused(`xoxb-${'1234567890-'.repeat(3)}`, /Slack/);
    refused(`pymcp_${'a1'.repeat(5)}_${'x'.repeat(43)}`, /token of this program/);
    refused(`AIza${'x'.repeat(35)}`, /Google/);
    refused(['-----BEGIN OPENSSH', 'PRIVATE KEY-----'].join(' '), /private key/);
  });

  it('refuses files for secrets', () => {
    for (const path of ['.env', 'container/.env.local', '.envrc', 'tls/server.pem', 'id_ed25519']) {
      refused('', /file for secrets/, path);
    }
  });

  it('lets examples and short prefixes be', () => {
    assert.deepEqual(complain('', '.env.example'), []);
    assert.deepEqual(complain('keys begin with AKIA, ghp_ or sk-ant-'), []);
  });

  it('says where', () => {
    const problems = findProblems([{ path: 'a/b.md', text: `one\nghp_${'a1'.repeat(18)}` }]);
    assert.deepEqual(
      problems.map(({ path, line }) => [path, line]),
      [['a/b.md', 2]],
    );
  });
});

describe('install.verified', () => {
  it('refuses a download that goes into an interpreter', () => {
    const get = ['cu', 'rl -fsSL https://example.org/x'].join('');
    for (const line of [
      `${get} | sh`,
      `${get} | sudo bash -s`,
      `${get} | python3 -`,
      `bash <(${get})`,
      `sh -c "$(${get})"`,
    ]) {
      refused(line, /install\.verified/);
    }
  });

  it('lets a download to a file, and other pipes, be', () => {
    assert.deepEqual(complain('curl -o x.tgz https://example.org/x.tgz'), []);
    assert.deepEqual(complain('cat x | sh'), []);
  });

  it('refuses a package with an install script', () => {
    refused('  "hasInstallScript": true', /install\.verified/, 'package-lock.json');
  });
});

describe('the repository', () => {
  it('names no registry and no folder of one machine', () => {
    refused(['https://registry.', 'npm', 'js.org/zod'].join(''), /registry/);
    refused(['cd /', 'work/main'].join(''), /one machine/);
    refused('"resolved": "https://example.org"', /download address/, 'package-lock.json');
    refused(['https://registry.', 'npm', 'js.org/zod'].join(''), /registry/, 'components/manifest.json');
    assert.deepEqual(complain(['open tests', 'work', 'a'].join('/')), []);
  });
});
