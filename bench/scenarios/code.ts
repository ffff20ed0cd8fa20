// Questions about real Python through MCP stdio, against pyright's language server driven directly, without jail and gateway.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { monotonicMs } from '#pymcp/host/clock.js';
import { runCommand } from '#pymcp/host/run-command.js';
import type { Arena } from '../arena.js';
import { copyMiddle, copyWhole, type Corpus } from '../code/corpus.js';
import { type AskedClass, findClasses } from '../code/find-classes.js';
import { McpClient } from '../participants/mcp-client.js';
import { PyrightClient } from '../participants/pyright-client.js';
import type { Row } from '../report.js';
import { type Entrant, measureRounds } from '../rounds.js';
import type { Scenario } from '../scenario.js';
import { judge, type TargetName } from '../targets.js';
import { toRows } from '../to-rows.js';

const mostClasses = 8;
/** Of starts, each with a first question about uses; and of rounds over the whole library. */
const mostStarts = 5;
const wholeRounds = 3;

export const code: Scenario = {
  name: 'code',
  title: 'Questions about Python code, through MCP stdio',
  async measure(arena) {
    const library = await findStandardLibrary(arena);
    const middle = copyMiddle(library, await findRope(arena), join(arena.scratch, 'code'));
    const whole = copyWhole(library, join(arena.scratch, 'code-whole'));
    const rows = [...(await measureMiddle(arena, middle)), ...(await measureWhole(arena, whole))];
    const say = ({ name, lines, files }: Corpus): string =>
      `${name}, ${lines} lines in ${files.length} files`;
    return {
      rows,
      notes: [
        `the code is ${say(middle)}; the whole is ${say(whole)}`,
        `first references are asked of a server that has answered one hover, of the ${mostClasses} classes that most files name ` +
          'one after the other; later ones are asked of classes that were asked of before',
        'an edit is a file that another program has written: its diagnostics must name what was written last, or the round fails; ' +
          'the baseline is told the text, and looks at no file',
        'the baseline lists confirmed uses only; ours looks through all files for the name besides, and through all folders for changes',
      ],
    };
  },
};

/** A line that the machine's Python prints; empty where it fails. */
async function askPython({ installation }: Arena, program: string): Promise<string> {
  const { PYTHONPATH: path = '' } = process.env;
  const { stdout } = await runCommand(installation.interpreter, ['-c', program], {
    timeoutMs: 10_000,
    env: { PYTHONPATH: path },
  });
  return stdout.trim();
}

async function findStandardLibrary(arena: Arena): Promise<string> {
  return askPython(arena, 'import sysconfig; print(sysconfig.get_path("stdlib"))');
}

/** Where this Python would import it from. */
async function findRope(arena: Arena): Promise<string | null> {
  const found = await askPython(
    arena,
    'import importlib.util as u; print(u.find_spec("rope").submodule_search_locations[0])',
  );
  return found === '' ? null : found;
}

interface Rivals {
  readonly ours: McpClient;
  readonly direct: PyrightClient;
}

async function openRivals(arena: Arena, { folder }: Corpus): Promise<Rivals> {
  return {
    ours: arena.keep(await McpClient.open(['--services', 'code', '--workspace', folder])),
    direct: arena.keep(await PyrightClient.open(folder)),
  };
}

async function measureMiddle(arena: Arena, corpus: Corpus): Promise<Row[]> {
  const classes = findClasses(corpus, mostClasses);
  const [first] = classes;
  if (first === undefined) throw new Error('there is no class to ask about');
  const rows = await measureFirst(arena, corpus, classes);
  const rivals = await openRivals(arena, corpus);
  const { ours, direct } = rivals;
  await ours.callTool('hover', first.use);
  for (const { definition } of classes) await askForUses(rivals, definition);
  const kinds = [
    ['a hover', 'codeHover', () => ours.callTool('hover', first.use), () => direct.hover(first.use)],
    [
      'a definition',
      'codeDefinition',
      () => ours.callTool('definition', first.use),
      () => direct.definition(first.use),
    ],
    [
      'later references',
      'codeLaterReferences',
      () => ours.callTool('references', first.definition),
      () => direct.references(first.definition),
    ],
  ] as const;
  for (const [what, target, ask, askDirectly] of kinds)
    rows.push(...(await measureKind(arena, what, target, ask, askDirectly)));
  rows.push(...(await measureEdits(arena, corpus, rivals, first)));
  await Promise.all([ours.close(), direct.close()]);
  return rows;
}

async function askForUses({ ours, direct }: Rivals, place: AskedClass['definition']): Promise<void> {
  await ours.callTool('references', place);
  await direct.references(place);
}

/** Servers of their own, since a first question is the first only once. */
async function measureFirst(arena: Arena, corpus: Corpus, classes: readonly AskedClass[]): Promise<Row[]> {
  const [first] = classes as [AskedClass];
  const rounds = Math.max(2, Math.min(mostStarts, Math.floor(arena.options.rounds / 8)));
  const reference = 'first references, pyright alone';
  const tried = await measureRounds(
    [
      {
        label: reference,
        side: 'baseline',
        measure: async () => {
          const client = await PyrightClient.open(corpus.folder);
          await client.hover(first.use);
          return timeEach(classes, ({ definition }) => client.references(definition)).finally(() =>
            client.close(),
          );
        },
      },
      {
        label: 'first references',
        side: 'ours',
        measure: async () => {
          const client = await McpClient.open(['--services', 'code', '--workspace', corpus.folder]);
          await client.callTool('hover', first.use);
          return timeEach(classes, ({ definition }) => client.callTool('references', definition)).finally(
            () => client.close(),
          );
        },
      },
    ],
    { ...arena.options, rounds, warmUp: 0 },
  );
  return judged(tried, reference, 'codeFirstReferences');
}

async function timeEach<Item>(
  items: readonly Item[],
  ask: (item: Item) => Promise<unknown>,
): Promise<number[]> {
  const times: number[] = [];
  for (const item of items) times.push(await time(() => ask(item)));
  return times;
}

async function time(ask: () => Promise<unknown>): Promise<number> {
  const started = monotonicMs();
  await ask();
  return monotonicMs() - started;
}

async function measureKind(
  arena: Arena,
  what: string,
  target: TargetName | null,
  ask: () => Promise<unknown>,
  askDirectly: () => Promise<unknown>,
  rounds = arena.options.rounds,
): Promise<Row[]> {
  const reference = `${what}, pyright alone`;
  const entrants: Entrant[] = [
    { label: reference, side: 'baseline', measure: () => time(askDirectly) },
    { label: what, side: 'ours', measure: () => time(ask) },
  ];
  return judged(await measureRounds(entrants, { ...arena.options, rounds, warmUp: 3 }), reference, target);
}

function judged(
  tried: Awaited<ReturnType<typeof measureRounds>>,
  reference: string,
  target: TargetName | null,
): Row[] {
  return toRows(tried, {
    unit: 'ms',
    reference,
    judge: (label, p50) => (label === reference || target === null ? [] : [judge(target, p50)]),
  });
}

/** From before the file is written until the diagnostics are there that are about what was written. */
async function measureEdits(
  arena: Arena,
  { folder }: Corpus,
  { ours, direct }: Rivals,
  { definition: { path } }: AskedClass,
): Promise<Row[]> {
  const file = join(folder, path);
  const text = readFileSync(file, 'utf8');
  let count = 0;
  const next = (): { readonly name: string; readonly changed: string } => {
    const name = `never_defined_${(count += 1)}`;
    return { name, changed: `${text}\n${name}\n` };
  };
  const refuseIfStale = (answer: string, name: string): void => {
    if (!answer.includes(name)) throw new Error('the diagnostics are not about the last change');
  };
  direct.openDocument(path, text);
  const rows = await measureKind(
    arena,
    'an edit and its diagnostics',
    'codeDiagnostics',
    async () => {
      const { name, changed } = next();
      writeFileSync(file, changed);
      refuseIfStale(JSON.stringify((await ours.callTool('diagnostics', { path })).structured), name);
    },
    async () => {
      const { name, changed } = next();
      direct.change(path, changed);
      refuseIfStale(await direct.diagnostics(path), name);
    },
  );
  writeFileSync(file, text);
  return rows;
}

async function measureWhole(arena: Arena, corpus: Corpus): Promise<Row[]> {
  const [first] = findClasses(corpus, 1);
  if (first === undefined) throw new Error('there is no class to ask about');
  const { ours, direct } = await openRivals(arena, corpus);
  const hovers = await measureKind(
    arena,
    'a hover, the whole library',
    null,
    () => ours.callTool('hover', first.use),
    () => direct.hover(first.use),
    wholeRounds,
  );
  const uses = await measureKind(
    arena,
    'references, the whole library',
    null,
    () => ours.callTool('references', first.definition),
    () => direct.references(first.definition),
    wholeRounds,
  );
  await Promise.all([ours.close(), direct.close()]);
  return [...hovers, ...uses];
}
