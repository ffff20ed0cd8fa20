// docs/clients.md shows what the program writes, for every client under the same headings.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { Client } from '../../src/connect/client.js';
import { listClients } from '../../src/connect/find-client.js';
import type { Platform } from '../../src/connect/surroundings.js';

const text = readFileSync('docs/clients.md', 'utf8');
const homes: Readonly<Record<Platform, string>> = { linux: '~', darwin: '~', win32: '%USERPROFILE%' };

function sectionOf(client: Client): string {
  const from = text.indexOf(`\n## ${client.title}\n`);
  assert.notEqual(from, -1, `there is a section ${client.title}`);
  return text.slice(from, text.indexOf('\n## ', from + 4));
}

const blocksOf = (section: string, language: string): (string | undefined)[] =>
  [...section.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(
    ([, block]) => block,
  );

describe('docs/clients.md', () => {
  for (const client of listClients()) {
    const section = sectionOf(client);

    it(`${client.name}: has the same headings`, () => {
      assert.deepEqual(
        [...section.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading),
        ['File', 'Entry', 'Undo', 'Notes'].map((heading) => `${heading}: ${client.name}`),
      );
      assert.ok(section.includes(`<${client.source}>`));
    });

    it(`${client.name}: names its files`, () => {
      const env = { APPDATA: '%APPDATA%' };
      const rows = (['linux', 'darwin', 'win32'] as const).map(
        (platform) =>
          client
            .userFiles({ platform, home: homes[platform], env: client.name === 'emacs' ? {} : env })
            .find(({ folder }) => folder !== null)?.path,
      );
      for (const path of [...rows, client.projectFile])
        assert.ok(section.includes(path === null ? '| none |' : `\`${path ?? ''}\``), path ?? '');
    });

    it(`${client.name}: shows the entries that the program writes`, () => {
      const command = { command: 'isolated-pymcp', args: ['stdio', '--workspace', '/home/ann/project'] };
      const entries = [
        client.toStdioEntry(command, 'pymcp'),
        ...(client.http.kind === 'supported'
          ? [client.http.toEntry('http://127.0.0.1:3001/mcp', 'pymcp')]
          : []),
      ];
      assert.deepEqual(
        blocksOf(section, client.format.language),
        entries.map((entry) => client.format.set('', 'pymcp', entry)),
      );
    });
  }
});
