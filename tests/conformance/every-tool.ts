// A call of every tool of the shipped server, in an order in which each has something to do: what one call made, the next uses.
import assert from 'node:assert/strict';

export type Fields = Readonly<Record<string, unknown>>;

export interface Step {
  readonly tool: string;
  /** @param id of the session that an earlier step made */
  readonly args: (id: string) => Fields;
  /** What its structured result has, among other things. */
  readonly fields: Fields;
}

const inSession = (session_id: string): Fields => ({ session_id });
const file = (session_id: string): Fields => ({ session_id, path: 'kept.txt' });

const solvers =
  'def once(n: int) -> int:\n    return sum(range(n))\n\ndef twice(n: int) -> int:\n    return sum(range(n)) + sum(range(n))\n';

/** Its session is the one that the steps behind it name. */
export const creation: Step = { tool: 'create_session', args: () => ({}), fields: { status: 'done' } };

export const everyTool: readonly Step[] = [
  { tool: 'run_python', args: () => ({ code: '6 * 7' }), fields: { status: 'completed', value: '42' } },
  creation,
  {
    tool: 'run_python',
    args: (id) => ({ ...inSession(id), code: 'open("kept.txt", "w").write("kept")', timeout_s: 20 }),
    fields: { status: 'completed', value: '4' },
  },
  { tool: 'list_sessions', args: () => ({}), fields: { status: 'done' } },
  {
    tool: 'list_session_files',
    args: inSession,
    fields: { status: 'done', files: [{ path: 'kept.txt', size: 4 }] },
  },
  { tool: 'read_session_file', args: file, fields: { status: 'done', content: 'kept' } },
  { tool: 'fork_session', args: inSession, fields: { status: 'done' } },
  { tool: 'interrupt_session', args: inSession, fields: { status: 'done', was: 'idle' } },
  { tool: 'delete_session_file', args: file, fields: { status: 'done', path: 'kept.txt' } },
  { tool: 'close_session', args: inSession, fields: { status: 'done' } },
  { tool: 'list_algorithms', args: () => ({}), fields: { status: 'done', algorithms: [] } },
  { tool: 'analyze_algorithm', args: () => ({ code: solvers, budget_s: 1 }), fields: { status: 'done' } },
  {
    tool: 'compare_algorithms',
    args: () => ({
      algorithms: [
        { code: solvers, function: 'once' },
        { code: solvers, function: 'twice' },
      ],
      budget_s: 1,
    }),
    fields: { status: 'done' },
  },
];

export function assertFields(step: Step, result: Fields): void {
  const found = Object.keys(step.fields).map((name) => [name, result[name]]);
  assert.deepEqual(Object.fromEntries(found), step.fields, `${step.tool}: ${JSON.stringify(result)}`);
}
