// A language server that is a function, in a sandbox that is none: for what a real one does too seldom.
import { PassThrough } from 'node:stream';
import type { Sandbox, Template } from '../../sandbox/backend-contract.js';
import type { OpenTemplate } from './server/code-jail.js';
import { encodeMessage, MessageDecoder } from './server/message-decoder.js';
import { pyright } from './server/code-programs.js';

interface Asked {
  readonly id?: number;
  readonly method: string;
  readonly params?: { readonly id?: number };
}

export interface FakeServer {
  /** All that it was asked and told. */
  readonly asked: Asked[];
  readonly output: PassThrough;
  readonly answer: (id: number | undefined, result: unknown) => void;
  readonly refuse: (id: number | undefined) => void;
}

/** Of what is not part of every start. */
export type Behave = (asked: Asked, server: FakeServer) => void;

/** Each start takes the next behaviour, and the last one for ever. */
export function openFakes(behaviours: readonly Behave[]): {
  readonly openTemplate: OpenTemplate;
  readonly servers: FakeServer[];
} {
  const servers: FakeServer[] = [];
  const launch: Template['launch'] = (limits) => {
    if (limits !== pyright.limits) return Promise.resolve(toSandbox(answerLint).sandbox);
    const behave = behaviours[Math.min(servers.length, behaviours.length - 1)] ?? (() => undefined);
    const { sandbox, server } = toSandbox(behave);
    servers.push(server);
    return Promise.resolve(sandbox);
  };
  const template = { isGone: false, launch, close: () => Promise.resolve() } as unknown as Template;
  return { openTemplate: () => Promise.resolve(template), servers };
}

const answerLint: Behave = ({ id }, { answer }) => {
  answer(id, []);
};

function toSandbox(behave: Behave): { readonly sandbox: Sandbox; readonly server: FakeServer } {
  const [input, output, stderr] = [new PassThrough(), new PassThrough(), new PassThrough()];
  let end: () => void = () => undefined;
  const ended = new Promise<void>((resolve) => (end = resolve));
  const send = (message: object): void => {
    output.write(encodeMessage({ jsonrpc: '2.0', ...message }));
  };
  const server: FakeServer = {
    asked: [],
    output,
    answer: (id, result) => {
      send({ id, result });
    },
    refuse: (id) => {
      send({ id, error: { code: -32_800, message: 'request cancelled' } });
    },
  };
  const decoder = new MessageDecoder();
  input.on('data', (chunk: Buffer) => {
    for (const body of decoder.push(chunk)) {
      const asked = JSON.parse(body) as Asked;
      server.asked.push(asked);
      if (asked.method === 'initialize') server.answer(asked.id, {});
      else if (asked.method === 'initialized')
        send({ method: 'window/logMessage', params: { type: 3, message: 'Found 1 source file' } });
      else behave(asked, server);
    }
  });
  const sandbox = {
    channel: { become: () => input },
    ...{ stdout: output, stderr, ended },
    isCurrent: () => Promise.resolve(true),
    setPace: () => undefined,
    kill: () => {
      output.destroy();
      end();
    },
  };
  return { sandbox: sandbox as unknown as Sandbox, server };
}
