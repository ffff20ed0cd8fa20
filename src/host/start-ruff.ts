// Run in the jail, by nobody else: answers what ruff's WebAssembly build says of one text after the other, in the base protocol of
// LSP. Its input is the gateway's and trusted; the texts in it are not, and can do no more than end this process.
import { createRequire } from 'node:module';

interface RuffModule {
  readonly Workspace: new (options: unknown, encoding: number) => RuffWorkspace;
  readonly PositionEncoding: { readonly Utf16: number };
}

interface RuffWorkspace {
  check(text: string): unknown;
  format(text: string): string;
  free(): void;
}

interface Question {
  readonly id: number;
  readonly method: 'check' | 'format';
  readonly params: { readonly text: string; readonly options: unknown };
}

const ruff = createRequire(import.meta.url)('/srv/ruff/ruff_wasm.js') as RuffModule;

function answer({ id, method, params }: Question): object {
  try {
    const workspace = new ruff.Workspace(params.options, ruff.PositionEncoding.Utf16);
    const result = method === 'check' ? workspace.check(params.text) : workspace.format(params.text);
    workspace.free();
    return { jsonrpc: '2.0', id, result };
  } catch (error) {
    return { jsonrpc: '2.0', id, error: { code: -32000, message: String(error) } };
  }
}

function serve(): void {
  let held = Buffer.alloc(0);
  process.stdin.on('data', (chunk: Buffer) => {
    held = Buffer.concat([held, chunk]);
    for (;;) {
      const end = held.indexOf('\r\n\r\n');
      const length = Number(held.subarray('Content-Length: '.length, Math.max(0, end)).toString());
      if (end === -1 || held.length < end + 4 + length) return;
      const body = held.subarray(end + 4, end + 4 + length).toString();
      held = held.subarray(end + 4 + length);
      const reply = Buffer.from(JSON.stringify(answer(JSON.parse(body) as Question)));
      process.stdout.write(Buffer.concat([Buffer.from(`Content-Length: ${reply.length}\r\n\r\n`), reply]));
    }
  });
}

serve();
