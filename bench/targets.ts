// What it must reach, as data, and whether a figure reaches it. Pure.
import type { Verdict } from './report.js';

interface Target {
  readonly what: string;
  readonly sense: '≤' | '≥';
  readonly bound: number;
  readonly unit: string;
  readonly aim?: number;
}

export const targets = {
  statelessRun: {
    what: 'stateless run from the pool, through MCP stdio',
    sense: '≤',
    bound: 0.5,
    unit: '× plain Python',
  },
  readyPackages: {
    what: 'the same with pandas and matplotlib ready',
    sense: '≥',
    bound: 200,
    unit: '× faster than a plain import',
  },
  environmentRun: {
    what: 'the same in an environment of one’s own',
    sense: '≤',
    bound: 1.2,
    unit: '× one in the default',
  },
  sessionCall: { what: 'session call 1+1 through MCP stdio', sense: '≤', bound: 2, unit: 'ms' },
  sessionCallRatio: {
    what: 'session call 1+1 through MCP stdio',
    sense: '≤',
    bound: 0.2,
    unit: '× plain Python',
  },
  throughput: {
    what: 'throughput, every run in a jail of its own',
    sense: '≥',
    bound: 2,
    unit: '× one bwrap per run',
    aim: 4,
  },
  sessionFork: {
    what: 'fork of a session with 100 MB of live data',
    sense: '≤',
    bound: 50,
    unit: 'ms',
    aim: 20,
  },
  waitingChild: { what: 'memory per waiting child, PSS', sense: '≤', bound: 5, unit: 'MB' },
  idleSession: { what: 'memory per idle session, PSS', sense: '≤', bound: 10, unit: 'MB' },
  emptyCall: {
    what: 'a call that runs nothing, over HTTP keep-alive',
    sense: '≤',
    bound: 1.5,
    unit: '× a bare SDK server',
  },
  redaction: { what: 'redaction of 10 MB of output without a secret', sense: '≤', bound: 100, unit: 'ms' },
  egressRequest: { what: 'what the egress proxy adds to a local request', sense: '≤', bound: 3, unit: 'ms' },
  egressStream: { what: 'what goes through the egress proxy', sense: '≥', bound: 200, unit: 'MB/s' },
  memorySearch: { what: 'memory search over 100,000 observations', sense: '≤', bound: 20, unit: 'ms' },
  gvisorWarm: {
    what: 'a run in a gVisor sandbox that waits',
    sense: '≤',
    bound: 1.2,
    unit: '× runsc exec',
  },
  containerWarm: {
    what: 'a run in a container that waits',
    sense: '≤',
    bound: 0.5,
    unit: '× podman exec',
  },
  dockerWarm: {
    what: 'a run in a container of Docker that waits',
    sense: '≤',
    bound: 0.5,
    unit: '× docker exec',
  },
  readFile: { what: 'read_text_file of 1 KB through MCP stdio', sense: '≤', bound: 3, unit: 'ms' },
  codeHover: { what: 'a warm hover on about 22,000 lines', sense: '≤', bound: 10, unit: 'ms' },
  codeDefinition: { what: 'a warm definition on about 22,000 lines', sense: '≤', bound: 10, unit: 'ms' },
  codeFirstReferences: {
    what: 'first references on about 22,000 lines',
    sense: '≤',
    bound: 1000,
    unit: 'ms',
  },
  codeLaterReferences: { what: 'later references on about 22,000 lines', sense: '≤', bound: 30, unit: 'ms' },
  codeDiagnostics: { what: 'an edit until its right diagnostics', sense: '≤', bound: 300, unit: 'ms' },
  openSessions: { what: 'p50 with 500 sessions open', sense: '≤', bound: 1.5, unit: '× with one' },
} as const satisfies Record<string, Target>;

export type TargetName = keyof typeof targets;

export function judge(name: TargetName, got: number): Verdict {
  const { what, sense, bound, unit, aim }: Target = targets[name];
  const reaches = (limit: number): boolean => (sense === '≤' ? got <= limit : got >= limit);
  const say = (limit: number): string => `${sense} ${limit} ${unit}`;
  return {
    what,
    wanted: say(bound),
    got,
    reached: reaches(bound),
    aim: aim === undefined ? null : { wanted: say(aim), reached: reaches(aim) },
  };
}
