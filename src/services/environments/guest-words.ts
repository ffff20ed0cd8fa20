// What the programs in the making jails say (guest/pymcp_wheels/saying.py), line by line. The guest's word: parsed strictly, bounded, and
// believed in nothing that the host can see for itself.
import { z } from 'zod';
import { type ErrorCode, PymcpError } from '../../core/errors.js';
import { toShownPath } from '../../core/shown-path.js';

const name = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
const words = z.string().max(1000);
const count = z.int().min(0);
const file = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._+!-]{0,180}$/);
const version = z.string().regex(/^[0-9A-Za-z][0-9A-Za-z.+!_-]{0,100}$/);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const kind = z.enum(['wheel', 'source']);

/** Of which only the last is kept. */
const passingLine = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('package'), package: words, place: count, of: count }),
  z.strictObject({ what: z.literal('bytes'), done: count, of: z.int() }),
  z.strictObject({ what: z.literal('resolving'), line: words }),
]);

const lastingLine = z.discriminatedUnion('what', [
  z.strictObject({ what: z.literal('python'), version, implementation: z.string().max(40) }),
  z.strictObject({ what: z.literal('archive'), name, version, file, sha256, kind, cached: z.boolean() }),
  z.strictObject({ what: z.literal('resolved'), name, version, file }),
  z.strictObject({
    what: z.literal('resolver'),
    by: z.string().regex(/^(?:pip|uv [0-9.]{1,40})$/),
    whyNotUv: words,
  }),
  z.strictObject({ what: z.literal('yanked'), package: words, why: words }),
  z.strictObject({ what: z.literal('built'), name, file }),
  z.strictObject({ what: z.literal('unpacked'), name, version, file }),
  z.strictObject({ what: z.literal('left-out'), package: name, scripts: count, pth: z.array(words).max(20) }),
  z.strictObject({
    what: z.literal('refused'),
    code: z.string().max(40),
    message: words,
    package: z.string().max(200),
  }),
  z.strictObject({ what: z.literal('done') }),
]);

export type PassingLine = z.infer<typeof passingLine>;
export type LastingLine = z.infer<typeof lastingLine>;
export type LastingLineOf<What extends LastingLine['what']> = Extract<LastingLine, { what: What }>;

const longestLine = 64 * 1024;
const mostLines = 5_000;

export class GuestWords {
  readonly lines: LastingLine[] = [];
  readonly #onPassing: (line: PassingLine) => void;
  readonly #decoder = new TextDecoder();
  #rest = '';

  constructor(onPassing: (line: PassingLine) => void) {
    this.#onPassing = onPassing;
  }

  take(chunk: Buffer): void {
    const parts = (this.#rest + this.#decoder.decode(chunk, { stream: true })).split('\n');
    const rest = parts.pop() ?? '';
    this.#rest = rest.length > longestLine ? '' : rest;
    for (const text of parts) this.#read(parseJson(text));
  }

  of<What extends LastingLine['what']>(what: What): readonly LastingLineOf<What>[] {
    return this.lines.filter((line): line is LastingLineOf<What> => line.what === what);
  }

  #read(value: unknown): void {
    const passing = passingLine.safeParse(value);
    if (passing.success) {
      this.#onPassing(passing.data);
      return;
    }
    const lasting = lastingLine.safeParse(value);
    if (lasting.success && this.lines.length < mostLines) this.lines.push(lasting.data);
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const again = 'run the same command again: archives that are here already are not asked for again';
const requirements = 'mend the requirements, then run the same command again';

const refusals: Readonly<Record<string, readonly [ErrorCode, string]>> = {
  'no-pip': [
    'environment.no-pip',
    'install it: sudo apt-get install -y python3-pip (or name a Python that has pip with --python)',
  ],
  'no-uv': ['host.program-missing', 'install another uv, or leave --resolver out: pip does it then'],
  absent: ['environment.not-found', `check its name and version, and the index (--index); ${requirements}`],
  'wrong-hash': [
    'environment.wrong-hash',
    'do not use it: what the index gives is not what was pinned. Find out why, and pin anew only what you trust',
  ],
  'no-fit': [
    'environment.not-found',
    'pin a version that has a wheel for this Python, or name another with --python',
  ],
  'source-only': [
    'environment.source-refused',
    'building it runs its code: pin a version with a wheel, or permit it (in a jail without a network) with --allow-source NAME',
  ],
  twice: ['environment.requirements-refused', 'keep one of the two'],
  marker: ['environment.requirements-refused', requirements],
  unresolved: ['environment.unresolved', requirements],
  unreachable: [
    'environment.unreachable',
    `check the network and the address of the index (--index); ${again}`,
  ],
  hanging: ['environment.hanging', again],
  'cut-off': ['environment.cut-off', again],
  answered: ['environment.unreachable', `check the address of the index (--index); ${again}`],
  elsewhere: ['environment.unreachable', 'the index is the only source: use one that gives its files itself'],
  'too-large': ['environment.too-large', 'take it out of the requirements, or choose a smaller version'],
  wheel: [
    'environment.archive-refused',
    'nothing of it was taken; report it to who makes it, and pin another version',
  ],
  collision: [
    'environment.archive-refused',
    'two packages with the same file cannot be in one environment: take one out',
  ],
  requirement: ['environment.requirement-missing', 'add it to the requirements, with its version and hash'],
  build: [
    'environment.build-failed',
    'what it is built with has to be among the requirements, as wheels; there is no compiler and no network',
  ],
  disk: ['environment.disk-full', `free some space, or set XDG_DATA_HOME to a folder elsewhere; ${again}`],
};

/** As an error of ours, in the guest's words as far as they can be shown. */
export function toGuestRefusal({ code, message, package: about }: LastingLineOf<'refused'>): PymcpError {
  const [own, hint] = Object.hasOwn(refusals, code) ? (refusals[code] ?? unknownRefusal) : unknownRefusal;
  return new PymcpError(own, toShownPath(message), hint.replaceAll('NAME', about === '' ? 'NAME' : about));
}

const unknownRefusal = ['environment.failed', again] as const;
