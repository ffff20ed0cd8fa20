// Many callers at once: everybody is answered, with what is his own.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../../src/core/caller.js';
import { defaultLimits } from '../../src/core/limits.js';
import { parseEnvironmentName } from '../../src/core/names.js';
import { Executor } from '../../src/execution/executor.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { refusedWith, withGateway } from '../support/gateway.js';
import { describeResult } from '../support/jail.js';
import { leavingsOf } from '../support/leavings.js';
import { withClient } from '../support/mcp-client.js';

const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);
const environment = parseEnvironmentName('python');

describe('64 callers at once', () => {
  it('are all answered, each with its own output, value and file', async () => {
    await withGateway({}, async (gateway) => {
      const answers = await Promise.all(
        numbers(64).map(async (number) => {
          const code = `open("own.txt", "w").write("${number}")\nprint(${number})\n${number} ** 2`;
          const { outcome, stdout, files } = await gateway.run(code);
          const value = outcome.status === 'completed' ? outcome.value : outcome.status;
          return [
            value,
            stdout.text,
            files.map(({ content }) => content.kind === 'memory' && content.bytes.toString()),
          ];
        }),
      );
      assert.deepEqual(
        answers,
        numbers(64).map((number) => [String(number ** 2), `${number}\n`, [String(number)]]),
      );
    });
  });

  it('with limits of their own are all answered, some from the pool and some born for them', async () => {
    await withGateway({}, async (gateway) => {
      const code = 'import resource; resource.getrlimit(resource.RLIMIT_NOFILE)[0]';
      const answers = await Promise.all(
        numbers(64).map(async (number) => {
          const { outcome } = await gateway.run(code, { limits: { openFiles: 256 - (number % 4) } });
          return outcome.status === 'completed' ? outcome.value : outcome.status;
        }),
      );
      assert.deepEqual(
        answers,
        numbers(64).map((number) => String(256 - (number % 4))),
      );
    });
  });
});

describe('callers of two environments', () => {
  it('that are both opened at the same moment get what is theirs, each from a folder of its own', async () => {
    for (let round = 0; round < 3; round += 1) {
      const executor = new Executor({ strict: false });
      try {
        const names = ['python', 'data', 'python', 'data'].map(parseEnvironmentName);
        const results = await Promise.all(
          names.map((name) =>
            executor.run({
              ...{ code: '1 + 1', fileName: 'main.py' },
              ...{ environment: name, limits: defaultLimits },
            }),
          ),
        );
        for (const result of results) {
          assert.ok(result.outcome.status === 'completed', describeResult(result));
          assert.equal(result.outcome.value, '2');
        }
        const { files } = leavingsOf(process.pid);
        assert.equal(files.filter((path) => /\/gw-[^/]+$/.test(path)).length, 2);
      } finally {
        await executor.close();
      }
      assert.deepEqual(leavingsOf(process.pid), { groups: [], files: [] });
    }
  });
});

describe('16 sessions at once', () => {
  it('of 16 callers are made together, each with a state of its own and seen by nobody else', async () => {
    await withGateway({}, async ({ executor: { sessions } }) => {
      const callers = numbers(16).map((number) => toCaller(`caller ${number}`));
      const made = await Promise.all(
        callers.map((caller) => sessions.create(caller, { environment, limits: defaultLimits })),
      );
      const run = async (number: number, code: string): Promise<unknown> => {
        const [caller, opened] = [callers[number], made[number]];
        assert.ok(caller !== undefined && opened !== undefined);
        const request = { code, fileName: 'main.py', limits: defaultLimits };
        const { outcome } = await sessions.run(caller, opened.session.id, request);
        return outcome.status === 'completed' ? outcome.value : outcome.status;
      };
      await Promise.all(numbers(16).map((number) => run(number, `x = [${number}]`)));
      const rounds = await Promise.all(
        numbers(64).map((number) => run(number % 16, 'x.append(len(x)); (x[0], x[-1])')),
      );
      assert.deepEqual(
        rounds,
        numbers(64).map((number) => `(${number % 16}, ${Math.floor(number / 16) + 1})`),
      );
      for (const [number, caller] of callers.entries()) {
        const { sessions: seen } = sessions.list(caller);
        assert.deepEqual(
          seen.map(({ id }) => id),
          [made[number]?.session.id],
        );
      }
    });
  });

  it('and one more: refused where all are busy with other callers, with a hint; none is taken from its owner', async () => {
    await withGateway({}, async (gateway) => {
      const ids = await Promise.all(numbers(16).map(() => gateway.create()));
      const stranger = toCaller('somebody else');
      await assert.rejects(
        gateway.executor.sessions.create(stranger, { environment, limits: defaultLimits }),
        refusedWith('session.busy'),
      );
      const values = await Promise.all(ids.map((id, number) => gateway.value(id, String(number))));
      assert.deepEqual(values, numbers(16).map(String));
    });
  });

  it('beside 48 runs, over MCP: 64 calls, each with its own answer', async () => {
    await withClient('2026-07-28', [], async (served) => {
      const ids = await Promise.all(
        numbers(16).map(async () => {
          const { fields, text } = await served.call('create_session');
          assert.equal(fields['status'], 'done', text);
          return (fields['session'] as { session_id: string }).session_id;
        }),
      );
      assert.equal(new Set(ids).size, 16);
      const inSession = async (id: string, code: string): Promise<string | null> =>
        (await served.run(code, { session_id: id })).structured.value;
      await Promise.all(ids.map((id, number) => inSession(id, `x = ${number}`)));
      const [values, others] = await Promise.all([
        Promise.all(ids.map((id) => inSession(id, 'x'))),
        Promise.all(numbers(48).map(async (number) => (await served.run(`${number}`)).structured.value)),
      ]);
      assert.deepEqual(values, numbers(16).map(String));
      assert.deepEqual(others, numbers(48).map(String));
    });
  });
});

alsoAsOrdinaryUser(import.meta.url);
