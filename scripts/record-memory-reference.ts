// Records what MCP's reference server answers to the calls of tests/support/memory-reference-calls.ts, what it tells of its tools,
// and the file that it leaves: tests/memory/reference/. For another version of it:
//   npm install --prefix FOLDER @modelcontextprotocol/server-memory
//   node dist-test/scripts/record-memory-reference.js FOLDER/node_modules/@modelcontextprotocol/server-memory
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { referenceCalls } from '../tests/support/memory-reference-calls.js';

const [folder = ''] = process.argv.slice(2);
const { version } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string };
const scratch = mkdtempSync(join(tmpdir(), 'pymcp-reference-'));
const file = join(scratch, 'memory.jsonl');
const client = new Client({ name: 'record', version: '1' }, { versionNegotiation: { mode: 'legacy' } });
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: [join(folder, 'dist/index.js')],
    env: { PATH: process.env['PATH'] ?? '', MEMORY_FILE_PATH: file },
  }),
);
try {
  const { tools } = await client.listTools();
  const answers = [];
  for (const call of referenceCalls) {
    const { content, structuredContent, isError = false } = await client.callTool({ ...call });
    answers.push({ ...call, answer: { content, structuredContent, isError } });
  }
  const recorded = {
    version,
    tools: tools.map(({ name, inputSchema, outputSchema, annotations }) => ({
      name,
      inputSchema,
      outputSchema,
      annotations,
    })),
    answers,
  };
  writeFileSync('tests/memory/reference/answers.json', `${JSON.stringify(recorded, null, 2)}\n`);
  writeFileSync('tests/memory/reference/memory.jsonl', readFileSync(file));
} finally {
  await client.close();
  rmSync(scratch, { recursive: true, force: true });
}
