// Times the same small program at two gateways in turn, such as one in the container and one outside: what a run costs there
// in relation. Tokens come from the environment, where no list of processes shows them.
//   TOKENS='one other' node dist-test/scripts/compare-gateways.js http://127.0.0.1:3001/mcp http://127.0.0.1:3002/mcp [RUNS]
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { setTimeout as sleep } from 'node:timers/promises';

/** Between two runs, in which the pool fills again. */
const pauseMs = 60;

interface Gateway {
  readonly run: () => Promise<unknown>;
  readonly times: number[];
}

async function open(url: string, token: string): Promise<Gateway> {
  const client = new Client({ name: 'compare', version: '1' });
  const headers = { authorization: `Bearer ${token}` };
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } }));
  const run = () => client.callTool({ name: 'run_python', arguments: { code: '6 * 7' } });
  await run();
  return { run, times: [] };
}

const median = (times: readonly number[]): number =>
  [...times].sort((a, b) => a - b)[times.length >> 1] ?? NaN;

const [oneUrl = '', otherUrl = '', runs = '100'] = process.argv.slice(2);
const [oneToken = '', otherToken = ''] = (process.env['TOKENS'] ?? '').split(' ');
const one = await open(oneUrl, oneToken);
const other = await open(otherUrl, otherToken);
for (let turn = 0; turn < Number(runs); turn++) {
  for (const { run, times } of turn % 2 === 0 ? [one, other] : [other, one]) {
    await sleep(pauseMs);
    const started = performance.now();
    await run();
    times.push(performance.now() - started);
  }
}
const [first, second] = [median(one.times), median(other.times)];
process.stdout.write(
  `${first.toFixed(1)} ms and ${second.toFixed(1)} ms: ${(first / second).toFixed(2)} times as long\n`,
);
process.exit(0);
