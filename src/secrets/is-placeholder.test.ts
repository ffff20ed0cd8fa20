// secret.uncommitted: what only holds the place of a secret is not taken for one, and no secret for a placeholder.
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import { isPlaceholder } from './is-placeholder.js';

describe('isPlaceholder', () => {
  it('knows what stands in templates', () => {
    for (const text of [
      '',
      '  ',
      '\n',
      'PLACEHOLDER',
      'placeholder',
      ' PLACEHOLDER\n',
      'CHANGEME',
      'change_me',
      'Change-Me',
      'replace-me',
      'TODO',
      'xxx',
      'XXXXXXXX',
      '***',
      '...',
      '<your token>',
      '${GH_PAT}',
      '{{ token }}',
      '[token]',
      '%TOKEN%',
      'your-token-here',
      'YOUR_API_KEY',
      'insert your key',
      'ghp_xxxxxxxx',
      'ghp_your_token',
      'sk-ant-...',
      'sk-ant-api03-xxxx',
      'github_pat_XXXX',
      'none',
      'null',
      'undefined',
      'secret',
      'password',
      'PLACEHOLDER_FOR_GH_PAT',
      'my-token',
      'key-goes-here',
      '0000',
      '123456',
    ])
      // prettier-ignore
      assert.ok(isPlaceholder(text), text);
  });

  it('takes no key for one', () => {
    const made = ['ghp_', 'github_pat_', 'sk-ant-api03-', 'sk-', 'xoxb-', 'AKIA', ''].flatMap((prefix) =>
      ['hex', 'base64', 'base64url'].flatMap((encoding) =>
        Array.from({ length: 50 }, () => prefix + randomBytes(24).toString(encoding as BufferEncoding)),
      ),
    );
    const chosen = [
      'hunter22',
      'correct horse battery staple',
      'tr0ub4dor&3',
      '{"type":"service_account"}x',
      'test-1f3a9',
      'xyz123',
    ];
    for (const text of [...made, ...chosen]) assert.ok(!isPlaceholder(text), text);
  });
});
