// What the gateway does about whatever comes out of a sandbox, and that each run has a sandbox of its own.
import { editsOf, type Switch } from '../switch.js';

const channel = 'dist/sandbox/channel/guest-channel.js';
const decoder = 'dist/sandbox/channel/frame-decoder.js';
const collector = 'dist/sandbox/channel/artifact-collector.js';
const settle = 'dist/execution/settle-outcome.js';
const reaper = 'guest/pymcp_guest/reaper.py';
const birth = 'guest/pymcp_guest/birth.py';
const agent = 'guest/pymcp_guest/agent.py';
const gateway = 'dist/verify/gateway-process.js';

const sizeCheck = ['if (length > maxFrameBytes)', 'if (length > 2 ** 33)'] as const;
/** What a gateway that trusts its guests would do with a frame. */
const naive = `{
                const said = JSON.parse(body.toString('utf8'));
                if (said.type === 'result') return { ...said, type: said.status };
                return said.type === 'chunk' ? { type: 'chunk', bytes: Buffer.from(said.data, 'base64') } : said;
            }`;
const parseCheck = [
  'const message = parseGuestMessage(body);',
  `const message = (() => ${naive})();`,
] as const;
const forgedCheck = [
  `        case 'ready':
        case 'refused':
            return lost(end, \`the program forged a message (\${event.type}) and was ended\`);`,
  `        case 'ready':
        case 'refused':
            throw new Error(\`the sandbox was refused: \${event.reason}\`);`,
] as const;
const violationChecks = [
  ["if (!this.#isNew)\n            return 'a greeting that comes too late';", ''],
  [
    'if (violation === null)\n                    continue;',
    'if (violation !== 0)\n                    continue;',
  ],
  [
    'if (!(error instanceof RangeError))\n                throw error;',
    'if (error !== null)\n                throw error;',
  ],
] as const;

const ordinaryEnds = editsOf(settle, [
  'function lost(end, what) {\n',
  'function lost(end, what) {\n    if (what !== null) throw new Error(what);\n',
]);
const leavesByItself = editsOf(
  'dist/execution/execute.js',
  [
    '        return leave(sandbox, cause, output, cancelled);\n    sandbox.kill();\n',
    '        return leave(sandbox, cause, output, cancelled);\n',
  ],
  [
    'await isWithin(sandbox.ended, leaveTimeoutMs);\n    }\n    sandbox.kill();\n',
    'await isWithin(sandbox.ended, leaveTimeoutMs);\n    }\n',
  ],
);
const isText = editsOf('dist/core/bounded-text.js', [
  "const text = Buffer.concat([head, tail]).toString('utf8');",
  "const text = new TextDecoder('utf-8', { fatal: true }).decode(Buffer.concat([head, tail]));",
]);

export const gatewaySwitches: readonly Switch[] = [
  {
    name: 'frame-check',
    layer: 'frame-check',
    what: 'frames are believed: any size, any shape, at any time, any path',
    edits: [
      ...editsOf(decoder, sizeCheck),
      ...editsOf(channel, parseCheck, ...violationChecks),
      ...editsOf(settle, forgedCheck),
      ...editsOf(collector, ['if (why !== null)', "if (why === '')"]),
    ],
  },
  {
    name: 'frame-check/size',
    layer: 'frame-check',
    what: 'a frame may be of any size',
    edits: editsOf(decoder, sizeCheck),
  },
  {
    name: 'frame-check/shape',
    layer: 'frame-check',
    what: 'a frame may say anything',
    edits: editsOf(channel, parseCheck),
  },
  {
    name: 'frame-check/path',
    layer: 'frame-check',
    what: 'a file that comes out may have any path',
    edits: editsOf(collector, ['if (why !== null)', "if (why === '')"]),
  },
  {
    name: 'frame-check/forged',
    layer: 'frame-check',
    what: 'a refusal is believed after the start, too',
    edits: [
      ...editsOf(channel, ["if (!this.#isNew)\n            return 'a greeting that comes too late';", '']),
      ...editsOf(settle, forgedCheck),
    ],
  },
  {
    name: 'gateway',
    layer: 'gateway',
    what: 'ends that are not ordinary, text that is no UTF-8 and programs that do not leave are not reckoned with',
    edits: [ordinaryEnds, leavesByItself, isText].flat(),
  },
  {
    name: 'gateway/ends',
    layer: 'gateway',
    what: 'an end that is not an ordinary one is a fault of the gateway',
    edits: ordinaryEnds,
  },
  {
    name: 'gateway/kills',
    layer: 'gateway',
    what: 'who has answered is expected to leave',
    edits: leavesByItself,
  },
  {
    name: 'gateway/text',
    layer: 'gateway',
    what: 'output is expected to be UTF-8',
    edits: isText,
  },
  {
    name: 'fresh-sandbox',
    layer: 'fresh-sandbox',
    what: 'a run gets the sandbox that the run before has used',
    edits: editsOf(
      gateway,
      [
        'const result = await executor.run({\n            code: adapt(code),',
        'const result = await runAgain(executor, {\n            code,',
      ],
      [
        'function toSeen(result) {\n',
        `const used = { session: null };
async function runAgain(executor, request) {
    // What the oracle itself runs, after the last run of an attack, has a sandbox of its own; the used one goes then.
    if (request.code === '6 * 7') {
        const last = used.session;
        used.session = null;
        void last?.then(({ session }) => executor.sessions.close('verify', session.id)).catch(() => undefined);
        return await executor.run(request);
    }
    used.session ??= executor.sessions.create('verify', { environment, limits: request.limits });
    const { session } = await used.session;
    // Each run of an attack is told something else.
    const code = \`import sys\\nsys.modules.pop("attack", None)\\n\${request.code}\`;
    return await executor.sessions.run('verify', session.id, { ...request, code }, {});
}
function toSeen(result) {
`,
      ],
    ),
  },
  {
    name: 'fresh-randomness',
    layer: 'fresh-randomness',
    what: 'what a fork repeats in every child is not seeded anew',
    edits: [
      ...editsOf(birth, ['    child = os.fork()\n', '    child = linux.fork_quietly()\n']),
      ...editsOf(agent, [
        '    os.environ["PWD"] = folder\n    _reseed()\n',
        '    os.environ["PWD"] = folder\n',
      ]),
    ],
  },
  {
    name: 'reaper',
    layer: 'reaper',
    what: 'pid 1 reaps nobody but the program',
    edits: editsOf(reaper, ['os.waitpid(-1, os.WNOHANG)', 'os.waitpid(self._agent, os.WNOHANG)']),
  },
  {
    name: 'reaper/ends',
    layer: 'reaper',
    what: 'pid 1 does not end with the program',
    edits: editsOf(reaper, [
      '                if not self._keeps and not self._lingers:\n                    os._exit(0)\n',
      '',
    ]),
  },
];
