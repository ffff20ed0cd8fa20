// The way out of a sandbox that may have a network: what the proxy judges, whom it believes, and what becomes of a secret.
import { editsOf, type Switch } from '../switch.js';

const policy = 'dist/egress/policy/policy.js';
const canonicalHost = 'dist/egress/policy/canonical-host.js';
const readRequest = 'dist/egress/proxy/read-request.js';
const upstreamHeaders = 'dist/egress/proxy/to-upstream-headers.js';
const httpFront = 'dist/egress/proxy/http-front.js';
const runSecrets = 'dist/egress/placeholders/run-secrets.js';
const placeholderText = 'dist/egress/placeholders/placeholder-text.js';
const exchange = 'dist/egress/proxy/exchange.js';
const forwardRequest = 'dist/egress/proxy/forward-request.js';
const secureUpstream = 'dist/egress/tls/secure-upstream.js';

/** As some programs read a name: up to what they do not understand. */
const naiveHosts = editsOf(canonicalHost, [
  "    if (text === '')\n",
  "    text = text.split(/[\\0@%\\\\]/)[0];\n    if (text === '')\n",
]);
const anyHostHeader = editsOf(readRequest, [
  'function whyAnotherHost(rawHeaders, target, defaultPort, host) {\n',
  'function whyAnotherHost(rawHeaders, target, defaultPort, host) {\n    return null;\n',
]);
const hostAsItCame = ["return [...['Host', toHost(request)], ...kept,", 'return [...kept,'] as const;
const anyFraming = [
  ...editsOf(readRequest, ['if (framing !== null)', "if (framing === '')"]),
  ...editsOf(httpFront, ['insecureHTTPParser: false', 'insecureHTTPParser: true']),
];
const lengthAsItCame = [
  '...toFraming(request),',
  '...(kept.some((word) => /^content-length$/i.test(word)) ? [] : toFraming(request)),',
] as const;
const rewritten = "const rewritten = ['host', 'content-length'];";

const samePlaceholder = editsOf(placeholderText, [
  'alphabet.charAt(randomInt(alphabet.length))',
  'alphabet.charAt(0)',
]);
const noMasks = editsOf(runSecrets, [
  'return this.#secrets.flatMap(({ binding: { name, value } }) =>',
  'return [].flatMap(({ binding: { name, value } }) =>',
]);
const unreadableAnswers = [
  ...editsOf(exchange, ['isBound ? whyUnreadable(answer) : null', 'null']),
  ...editsOf(forwardRequest, ['isBound ? askReadably(head.rawHeaders) : head.rawHeaders', 'head.rawHeaders']),
];

export const egressSwitches: readonly Switch[] = [
  {
    name: 'way-out',
    layer: 'way-out',
    what: 'programs have the descriptor of the proxy that their relay has',
    unseen:
      'whoever has the socket still needs the token of a run, which the relay alone has (egress/proxy-by-another-way)',
    edits: editsOf('guest/pymcp_guest/birth.py', ['        os.close(proxy)\n', '']),
  },
  {
    name: 'egress-rules',
    layer: 'egress-rules',
    what: 'whatever a program asks for is permitted',
    edits: editsOf(policy, [
      "return { kind: 'denied', ...explain(rules, near, target, use) };",
      "return { kind: 'permitted', rule: near[0] ?? rules[0] };",
    ]),
  },
  {
    name: 'egress-reading',
    layer: 'egress-reading',
    what: 'hosts, lengths and Hosts go on as they came, in whatever spelling and number',
    edits: [
      ...naiveHosts,
      ...anyHostHeader,
      ...anyFraming,
      ...editsOf(upstreamHeaders, [rewritten, 'const rewritten = [];'], hostAsItCame, lengthAsItCame),
    ],
  },
  {
    name: 'egress-reading/hosts',
    layer: 'egress-reading',
    what: 'a name is read up to what is no name',
    edits: naiveHosts,
  },
  {
    name: 'egress-reading/one-host',
    layer: 'egress-reading',
    what: 'the Host of a request may be another one than its address says',
    edits: [
      ...anyHostHeader,
      ...editsOf(upstreamHeaders, [rewritten, "const rewritten = ['content-length'];"], hostAsItCame),
    ],
  },
  {
    name: 'egress-reading/framing',
    layer: 'egress-reading',
    what: 'a request may have two lengths, and goes on with the one that it says',
    edits: [
      ...anyFraming,
      ...editsOf(upstreamHeaders, [rewritten, "const rewritten = ['host'];"], lengthAsItCame),
    ],
  },
  {
    name: 'public-addresses',
    layer: 'public-addresses',
    what: 'an address is dialled whatever it is',
    edits: editsOf('dist/egress/net/resolve-host.js', ['network.whyRefused(reading.text)', 'null']),
  },
  {
    name: 'tunnel-names',
    layer: 'tunnel-names',
    what: 'nobody looks at what a tunnel begins with',
    edits: editsOf('dist/egress/proxy/serve-tunnel.js', [
      'const why = whyNotForHost(hello.reading, target.host);',
      'const why = null;',
    ]),
  },
  {
    name: 'run-token',
    layer: 'run-token',
    what: 'any token opens a network, and all runs have the same placeholders',
    edits: [
      ...samePlaceholder,
      ...editsOf('dist/egress/proxy/egress-proxy.js', [
        "this.#runs.get(hashOf(line.toString('latin1', 0, tokenLength)))",
        '[...this.#runs.values()].at(-1)',
      ]),
    ],
  },
  {
    name: 'run-token/placeholder',
    layer: 'run-token',
    what: 'all runs have the same placeholders',
    edits: samePlaceholder,
  },
  {
    name: 'egress-bounds',
    layer: 'egress-bounds',
    what: 'a run may have as many connections as it likes',
    edits: [
      ...editsOf('dist/egress/proxy/bounds.js', ['connectionsAtOnce: 64', 'connectionsAtOnce: 4096']),
      ...editsOf('guest/pymcp_guest/relay.py', ['MOST_CONNECTIONS = 64', 'MOST_CONNECTIONS = 4096']),
    ],
  },
  {
    name: 'placeholders',
    layer: 'placeholders',
    what: 'programs have the secret itself in their environment',
    edits: editsOf(runSecrets, ['[binding.name, placeholder]', '[binding.name, binding.value]']),
  },
  {
    name: 'secret-binding',
    layer: 'secret-binding',
    what: 'a placeholder becomes the secret wherever it stands in a header, a query or a body',
    edits: editsOf(runSecrets, [
      '    const near = hosts.filter((rule) => leadsTo(rule, target));\n',
      '    return null;\n    const near = hosts.filter((rule) => leadsTo(rule, target));\n',
    ]),
  },
  {
    name: 'secret-binding/paths',
    layer: 'secret-binding',
    what: 'a secret goes to every path of its host',
    edits: editsOf(runSecrets, ['if (!near.some((rule) => permits(rule, use)))', 'if (near.length === 0)']),
  },
  {
    name: 'secret-binding/places',
    layer: 'secret-binding',
    what: 'a secret goes into the query and the body, too',
    edits: editsOf(runSecrets, ['if (!places.includes(place))', 'if (places.length === 0)']),
  },
  {
    name: 'secret-binding/headers',
    layer: 'secret-binding',
    what: 'a secret goes into every header',
    edits: editsOf(runSecrets, ['!headers.includes(header.toLowerCase())', 'false']),
  },
  {
    name: 'secret-binding/strangers',
    layer: 'secret-binding',
    what: 'a placeholder of another run goes on as it is',
    edits: editsOf('dist/egress/placeholders/placeholder-stream.js', [
      'if (beginsAsPlaceholder(word))',
      "if (word === '')",
    ]),
  },
  {
    name: 'secret-binding/disguise',
    layer: 'secret-binding',
    what: 'a placeholder in another spelling goes on as it is',
    edits: editsOf('dist/egress/placeholders/swap-text.js', [
      'return hidesPlaceholder(others) ?',
      "return others === '' ?",
    ]),
  },
  {
    name: 'host-certificates',
    layer: 'host-certificates',
    what: 'nobody looks at the certificate of a host',
    edits: editsOf(
      secureUpstream,
      ['rejectUnauthorized: true', 'rejectUnauthorized: false'],
      ['settle(secured.authorized\n', 'settle(secured.encrypted\n'],
    ),
  },
  {
    name: 'answer-masks',
    layer: 'answer-masks',
    what: 'answers go back as they come, compressed where the host likes it',
    edits: [...noMasks, ...unreadableAnswers],
  },
  {
    name: 'answer-masks/masks',
    layer: 'answer-masks',
    what: 'a secret in an answer is not masked',
    edits: noMasks,
  },
  {
    name: 'answer-masks/readable',
    layer: 'answer-masks',
    what: 'answers may be compressed, or pieces of a page',
    edits: unreadableAnswers,
  },
];
