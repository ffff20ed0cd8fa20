// The file tools, in a small workspace and in one with many folders, against reading a file without any jail.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { monotonicMs } from '#pymcp/host/clock.js';
import type { Arena } from '../arena.js';
import { toPlainPython } from '../baselines.js';
import type { McpClient, ToolAnswer } from '../participants/mcp-client.js';
import { oneKilobyte, openWorkspace, type ServedWorkspace } from '../participants/workspaces.js';
import { type Contestant, measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge } from '../targets.js';
import { toRows } from '../to-rows.js';

const manyFolders = 2_000;
const plainNode = 'fs.readFile of 1 KB in Node.js, no jail';
const plainPython = 'python3 -I -c, a start that reads 1 KB, no jail';
const readOne = 'read_text_file of 1 KB, 1 folder';
const readMany = `read_text_file of 1 KB, ${manyFolders} folders`;

export const files: Scenario = {
  name: 'files',
  title: 'Files of a workspace, through MCP stdio',
  async measure(arena) {
    const small = await openWorkspace(arena, 0);
    const large = await openWorkspace(arena, manyFolders);
    const changed = await openWorkspace(arena, 0);
    const tried = await measureRounds(
      [
        ...toBaselines(arena, join(small.folder, 'one.py')),
        toReading(readOne, small),
        toReading(readMany, large),
        ...toChanges(changed.client),
        {
          label: `search_text in ${2 * manyFolders + 1} files`,
          side: 'ours',
          every: 5,
          measure: () => timed(large.client, 'search_text', { pattern: 'not to be found' }),
        },
      ],
      { ...arena.options, warmUp: 5 },
    );
    const rows = toRows(tried, {
      unit: 'ms',
      reference: plainPython,
      judge: (label, p50) => ([readOne, readMany].includes(label) ? [judge('readFile', p50)] : []),
    });
    return { rows, notes: [] };
  },
};

function toBaselines({ ourselves, installation }: Arena, path: string): readonly Contestant[] {
  const argv = toPlainPython(installation, `open(${JSON.stringify(path)}).read()`);
  return [
    { label: plainNode, side: 'baseline', measure: () => timeRead(path) },
    { label: plainPython, side: 'baseline', measure: () => ourselves.timeOnce(argv) },
  ];
}

function toReading(label: string, { client }: ServedWorkspace): Contestant {
  return { label, side: 'ours', measure: () => timed(client, 'read_text_file', { path: 'one.py' }) };
}

/** Each leaves another content, so that nothing is written that is there already. */
function toChanges(client: McpClient): readonly Contestant[] {
  let count = 0;
  const write = (): Promise<number> =>
    timed(client, 'write_file', { path: 'new.py', content: `# ${(count += 1)}\n${oneKilobyte}` });
  const edit = async (): Promise<number> => {
    await client.callTool('write_file', { path: 'edited.py', content: `number = 1\n${oneKilobyte}` });
    const edits = [{ oldText: 'number = 1', newText: 'number = 2' }];
    return timed(client, 'edit_file', { path: 'edited.py', edits });
  };
  return [
    { label: 'write_file of 1 KB, kept for undo', side: 'ours', measure: write },
    { label: 'edit_file of 1 KB, kept for undo', side: 'ours', measure: edit },
  ];
}

async function timed(client: McpClient, tool: string, args: object): Promise<number> {
  const { ms, structured }: ToolAnswer = await client.callTool(tool, args);
  if (structured['status'] !== 'done') throw new Error(`${tool}: ${String(structured['message'])}`);
  return ms;
}

async function timeRead(path: string): Promise<number> {
  const started = monotonicMs();
  if ((await readFile(path, 'utf8')) !== oneKilobyte) throw new Error('the file is another');
  return monotonicMs() - started;
}
