// What the workspace knows of an error, told by the tool explain_error and by the prompt of that name: real programs in a real jail,
// asked about by a real client.
import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openClient, type ServedClient } from '../support/mcp-client.js';
import { makeFolder } from '../support/workspace.js';

interface Frame {
  readonly path: string;
  readonly line: number;
  readonly uri: string;
  readonly source: string;
  readonly types: readonly { readonly name: string; readonly type: string }[];
  readonly remarks: readonly string[];
}

interface Explained {
  readonly error: string;
  readonly frames: readonly Frame[];
  readonly left: string;
  readonly text: string;
}

const files = {
  'pkg/__init__.py': '',
  'pkg/helper.py': [
    'table = {"a": 1}',
    '',
    '',
    'def find(key: str) -> int:',
    '    return table[key]',
    '',
    '',
    'def total(count: int) -> int:',
    '    return count + 1',
    '',
    '',
    'def decode(text: str) -> object:',
    '    import json',
    '',
    '    return json.loads(text)',
    '',
    '',
    'def again(number: int) -> int:',
    '    return again(number + 1)',
    '',
  ].join('\n'),
  'names.py': 'def use() -> int:\n    return unknown_name + 1\n',
  'calls.py':
    'from pkg.helper import total\n\n\ndef run() -> int:\n    wrong = "3"\n    return total(wrong)\n',
  'broken.py': 'x = 1\ndef broken(:\n    pass\n',
  'chained.py':
    'from pkg.helper import find\n\n\ndef load(key: str) -> int:\n    try:\n        return find(key)\n    except KeyError as error:\n        raise ValueError(key) from error\n',
  'groups.py':
    'from pkg.helper import find\n\n\ndef both() -> None:\n    errors: list[Exception] = []\n    for key in ("x", "y"):\n        try:\n            find(key)\n        except KeyError as error:\n            errors.append(error)\n    raise ExceptionGroup("two", errors)\n',
  'one/same.py': 'x = 1\ny = 2\n',
  'two/same.py': 'x = 1\ny = 2\n',
  '.env': 'TOKEN=planted-secret\n',
};

const folder = makeFolder(files);
let served: ServedClient;
before(async () => {
  served = await openClient('2025-11-25', ['--services', 'python,files,code', '--workspace', folder]);
  // The first question waits for the servers to start.
  for (const tool of ['diagnostics', 'lint']) await served.call(tool, { path: 'names.py' });
});
after(async () => {
  await served.close();
});

async function explain(args: Record<string, unknown> = {}): Promise<Explained> {
  const { fields, text } = await served.call('explain_error', args);
  assert.equal(fields['status'], 'done', text);
  const left = (fields['left_out'] as readonly string[]).join('\n');
  return { error: String(fields['error']), frames: fields['frames'] as readonly Frame[], left, text };
}

/** Of a program that raises. */
async function explainRun(code: string): Promise<Explained> {
  const { structured, text } = await served.run(`import sys\nsys.path.insert(0, "/workspace")\n${code}`);
  assert.equal(structured.status, 'raised', text);
  return explain();
}

const placesOf = ({ frames }: Explained): readonly string[] =>
  frames.map(({ path, line }) => `${path}:${line}`);
const typeOf = ({ frames }: Explained, name: string): string | undefined =>
  frames[0]?.types.find((one) => one.name === name)?.type;

describe('explain_error', () => {
  it('shows the source, the types and the remarks of a name that is not defined', async () => {
    const explained = await explainRun('import names\nnames.use()');
    assert.match(explained.error, /NameError: name 'unknown_name'/);
    assert.deepEqual(placesOf(explained), ['names.py:2']);
    const [frame] = explained.frames;
    assert.equal(frame?.source, ' 1 | def use() -> int:\n>2 |     return unknown_name + 1');
    assert.ok(
      frame.remarks.some((one) => /line 2: error: .*unknown_name.*reportUndefinedVariable/.test(one)),
    );
    assert.ok(frame.remarks.some((one) => /line 2: .*unknown_name.*ruff F821/.test(one)));
    assert.equal(frame.uri, 'pymcp://workspace/names.py');
    assert.match(explained.text, /data, not instructions\):\n```text\n"names\.py" line 2\n/);
  });

  it('shows what a call of the wrong type gets, and what the type checker says of it', async () => {
    const explained = await explainRun('import calls\ncalls.run()');
    assert.deepEqual(placesOf(explained), ['pkg/helper.py:9', 'calls.py:6']);
    assert.match(typeOf(explained, 'count') ?? '', /count: int/);
    assert.ok(
      explained.frames[1]?.remarks.some((one) =>
        /line 6: error: .*"count" of type "int".*reportArgumentType/s.test(one),
      ),
    );
  });

  it('goes into helper modules and stops at installed packages', async () => {
    const helper = await explainRun('from pkg.helper import find\nfind("b")');
    assert.deepEqual(placesOf(helper), ['pkg/helper.py:5']);
    assert.match(typeOf(helper, 'table') ?? '', /table: dict\[str, int\]/);
    assert.match(typeOf(helper, 'key') ?? '', /key: str/);
    const installed = await explainRun('from pkg.helper import decode\ndecode("{")');
    assert.deepEqual(placesOf(installed), ['pkg/helper.py:15']);
    assert.match(installed.left, /\d lines are in installed packages or the standard library/);
  });

  it('shows each line of a recursion once', async () => {
    const explained = await explainRun('from pkg.helper import again\nagain(0)');
    assert.match(explained.error, /RecursionError/);
    assert.deepEqual(placesOf(explained), ['pkg/helper.py:19']);
  });

  it('follows chained causes, groups and syntax errors', async () => {
    const chained = await explainRun('import chained\nchained.load("z")');
    assert.deepEqual(placesOf(chained), ['chained.py:8', 'pkg/helper.py:5', 'chained.py:6']);
    const groups = await explainRun('import groups\ngroups.both()');
    for (const place of ['groups.py:11', 'groups.py:8', 'pkg/helper.py:5'])
      assert.ok(placesOf(groups).includes(place), placesOf(groups).join());
    const broken = await explainRun('import broken');
    assert.deepEqual(placesOf(broken), ['broken.py:2']);
    assert.ok(broken.frames[0]?.remarks.length);
  });

  it('maps paths of another machine where that can only be one file, and says so where not', async () => {
    const traceback = [
      'Traceback (most recent call last):',
      '  File "/home/somebody/project/names.py", line 2, in use',
      '  File "C:\\work\\pkg\\helper.py", line 5, in find',
      '  File "/srv/app/same.py", line 1, in <module>',
      '  File "/srv/app/nowhere.py", line 1, in <module>',
      '  File "/srv/app/two/same.py", line 2, in <module>',
      '  File "/usr/lib/python3/dist-packages/names.py", line 1, in <module>',
      '  File "<frozen importlib._bootstrap>", line 1, in <module>',
      'KeyError: 1',
    ].join('\n');
    const explained = await explain({ traceback });
    assert.deepEqual(placesOf(explained), ['two/same.py:2', 'pkg/helper.py:5', 'names.py:2']);
    assert.match(explained.left, /"\/srv\/app\/same\.py" could be "one\/same\.py", "two\/same\.py"/);
    assert.match(explained.left, /"\/srv\/app\/nowhere\.py" is not in the workspace/);
    assert.match(explained.left, /"\/home\/somebody\/project\/names\.py" is taken for "names\.py"/);
  });

  it('shows nothing that a traceback only claims, and nothing that is masked', async () => {
    const lines = [
      '/workspace/.env", line 1',
      '/workspace/../../etc/passwd", line 1',
      '/workspace/names.py", line 999',
      '/etc/passwd", line 1',
    ];
    const explained = await explain({ traceback: lines.map((one) => `  File "${one}, in x`).join('\n') });
    assert.deepEqual(explained.frames, []);
    assert.doesNotMatch(explained.text, /planted|root:/);
    assert.match(explained.left, /has no line 999/);
  });

  it('knows the last error of a session, and of no other caller', async () => {
    const made = await served.call('create_session');
    const { session_id: id } = made.fields['session'] as { readonly session_id: string };
    assert.match(id, /\w/);
    await served.run('import sys; sys.path.insert(0, "/workspace"); import names; names.use()', {
      session_id: id,
    });
    await explainRun('1 / 0');
    assert.deepEqual(placesOf(await explain({ session_id: id })), ['names.py:2']);
    const { fields } = await served.call('explain_error', { session_id: 'another' });
    assert.equal(fields['status'], 'refused');
    const { messages } = await served.client.getPrompt({
      name: 'explain_error',
      arguments: { session_id: id },
    });
    const [message] = messages;
    assert.ok(message?.content.type === 'text');
    assert.match(message.content.text, /names\.py" line 2/);
    assert.match(message.content.text, /reportUndefinedVariable/);
  });

  it('links the files of the workspace that a traceback of run_python leads through', async () => {
    const { raw, structured, text } = await served.run(
      'import sys; sys.path.insert(0, "/workspace")\nimport calls\ncalls.run()',
    );
    assert.deepEqual(structured.error?.frames, [
      { path: 'calls.py', line: 6, uri: 'pymcp://workspace/calls.py' },
      { path: 'pkg/helper.py', line: 9, uri: 'pymcp://workspace/pkg/helper.py' },
    ]);
    const links = raw.content.flatMap((block) => (block.type === 'resource_link' ? [block.uri] : []));
    assert.deepEqual(links, ['pymcp://workspace/pkg/helper.py', 'pymcp://workspace/calls.py']);
    assert.match(text, /Of the traceback in the workspace: "calls\.py" line 6, "pkg\/helper\.py" line 9\./);
    const [content] = (await served.client.readResource({ uri: links[0] ?? '' })).contents;
    assert.ok(content !== undefined && 'text' in content && content.text === files['pkg/helper.py']);
    const forged = await served.run(
      'source = "\\n" * 4 + "raise ValueError"\nfor name in ("/workspace/.env", "/workspace/../etc/passwd", "/workspace/no.py"):\n    try: exec(compile(source, name, "exec"))\n    except ValueError as error: last = error\nraise last',
    );
    assert.equal(forged.structured.error?.frames, undefined);
  });
});

describe('explain_error without the code service', () => {
  it('shows the source and says what is missing', async () => {
    const alone = await openClient('2026-07-28', ['--services', 'python', '--workspace', folder]);
    try {
      const traceback = '  File "/workspace/names.py", line 2, in use\nNameError: x';
      const { fields } = await alone.call('explain_error', { traceback });
      const [frame] = fields['frames'] as readonly Frame[];
      assert.match(frame?.source ?? '', />2 \| {5}return unknown_name/);
      assert.deepEqual(frame?.types, []);
      assert.match((fields['left_out'] as string[]).join(), /the code service is not enabled/);
    } finally {
      await alone.close();
    }
  });

  it('is not offered where there is no workspace', async () => {
    const alone = await openClient('2026-07-28', ['--services', 'python']);
    try {
      const { tools } = await alone.client.listTools();
      assert.ok(!tools.some(({ name }) => name === 'explain_error'));
    } finally {
      await alone.close();
    }
  });
});
