// Proves: jail.kernel, path.contained, path.protected. An editor has the jailed language server by `pymcp lsp`, under its own names
// of files; nothing that it says starts a program or shows what is masked, and a server that is gone is replaced.
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { chmodSync, existsSync, linkSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { after, before, describe, it } from 'node:test';
import type {
  Hover,
  Location,
  SymbolInformation,
  TextDocumentEdit,
  WorkspaceEdit,
} from 'vscode-languageserver-protocol/node';
import { serverName } from '../support/code-client.js';
import { type Editor, openEditor, startLsp } from '../support/editor-client.js';
import { jailProcessesOf, namedProcessesOf, survivorsOf, waitFor } from '../support/host-processes.js';
import { makeFolder } from '../support/workspace.js';

const canary = `canary_${process.pid}`;
const main = 'import json\nfrom shapes import area\n\nvalue = json.dumps(area(2))\n';
const shapes = 'def area(side: float) -> float:\n    """Of a square."""\n    return side * side\n';
const atArea = { line: 3, character: 20 };
const atDumps = { line: 3, character: 14 };

describe('an editor', () => {
  const outside = makeFolder({ 'secret.py': `${canary} = 1\n` });
  const ran = join(outside, 'ran');
  const folder = makeFolder({
    'main.py': main,
    'shapes.py': shapes,
    'a name+with@signs.py': 'x = 1\n',
    '.env.py': `${canary} = 1\n`,
    '.env': `${canary} = 1\n`,
    python: `#!/bin/sh\ntouch ${ran}\n`,
  });
  chmodSync(join(folder, 'python'), 0o755);
  linkSync(join(folder, '.env'), join(folder, 'masked.py'));
  symlinkSync(join(outside, 'secret.py'), join(folder, 'linked.py'));
  let editor: Editor;
  before(async () => {
    editor = await openEditor(folder, {
      initializationOptions: { pythonPath: join(folder, 'python'), extraPaths: [outside] },
    });
    await editor.open('main.py', main);
  });
  after(() => {
    editor.child.kill();
  });

  const ask = <Answer>(method: string, path: string, position: object, more: object = {}): Promise<Answer> =>
    editor.connection.sendRequest<Answer>(method, {
      textDocument: { uri: editor.uri(path) },
      position,
      ...more,
    });

  it('is told of what the door lets through, and of no command', () => {
    const { capabilities } = editor.initialized;
    assert.deepEqual(
      [
        Boolean(capabilities.hoverProvider),
        capabilities.executeCommandProvider,
        capabilities.textDocumentSync,
      ],
      [true, undefined, { openClose: true, change: 1, save: { includeText: false } }],
    );
  });

  it('learns types and places, in its workspace and in files of libraries that it can open', async () => {
    const { contents } = await ask<Hover>('textDocument/hover', 'main.py', atArea);
    assert.match(JSON.stringify(contents), /def area\(side: float\) -> float.*Of a square/);
    const [own] = await ask<Location[]>('textDocument/definition', 'main.py', atArea);
    assert.equal(own?.uri, editor.uri('shapes.py'));
    const targets = await ask<Location[]>('textDocument/definition', 'main.py', atDumps);
    assert.ok(targets.length > 0);
    for (const { uri } of targets) assert.ok(existsSync(fileURLToPath(uri)), uri);
    // And what it opens there is understood too.
    const [{ uri } = { uri: '' }] = targets;
    const symbols = await editor.connection.sendRequest('textDocument/documentSymbol', {
      textDocument: { uri },
    });
    assert.match(JSON.stringify(symbols), /dumps/);
  });

  it('gets the edits of a rename for its own files', async () => {
    const edit = await ask<WorkspaceEdit>('textDocument/rename', 'main.py', atArea, { newName: 'surface' });
    const changes = (edit.documentChanges ?? []) as readonly TextDocumentEdit[];
    const uris = changes.map(({ textDocument }) => textDocument.uri);
    assert.deepEqual(uris.sort(), [editor.uri('main.py'), editor.uri('shapes.py')]);
  });

  it('is told what is wrong in what it has open, saved or not, under its own spelling', async () => {
    const path = 'a name+with@signs.py';
    const remarks = editor.remarks(path);
    await editor.open(path, 'x = undefined_name\n');
    assert.match(JSON.stringify(await remarks), /undefined_name/);
    const fresh = editor.remarks('not saved yet.py');
    await editor.open('not saved yet.py', 'import nothing_like_it\n');
    assert.match(JSON.stringify(await fresh), /nothing_like_it/);
  });

  it('sees by its next question what another program has written', async () => {
    writeFileSync(join(folder, 'shapes.py'), shapes.replace('Of a square.', 'Of any square.'));
    const { contents } = await ask<Hover>('textDocument/hover', 'main.py', atArea);
    assert.match(JSON.stringify(contents), /Of any square/);
  });

  it('tells the server nothing of what is masked or lies outside, whatever it has open', async () => {
    for (const path of ['.env.py', 'masked.py', 'linked.py']) {
      await editor.open(path, `${canary} = 1\n`);
      const symbols = await ask('textDocument/documentSymbol', path, atArea).catch(String);
      assert.ok(!JSON.stringify(symbols).includes(canary), path);
    }
    const found = await editor.connection.sendRequest<SymbolInformation[] | null>('workspace/symbol', {
      query: canary,
    });
    assert.deepEqual(found ?? [], []);
    const uri = `file://${outside}/secret.py`;
    await editor.connection.sendNotification('textDocument/didOpen', {
      textDocument: { uri, languageId: 'python', version: 1, text: `${canary} = 1\n` },
    });
    await assert.rejects(
      editor.connection.sendRequest('textDocument/documentSymbol', { textDocument: { uri } }),
      /outside of the workspace/,
    );
  });

  it('has no command executed, and no program of the workspace', async () => {
    const command = {
      command: 'pyright.createtypestub',
      arguments: [editor.uri(''), 'json', editor.uri('main.py')],
    };
    await assert.rejects(
      editor.connection.sendRequest('workspace/executeCommand', command),
      /does not go through this door/,
    );
    assert.equal(existsSync(ran), false);
    assert.equal(existsSync(join(folder, 'typings')), false);
  });

  it('is answered by another server where the first was killed, from what it has open', async () => {
    await editor.connection.sendNotification('textDocument/didChange', {
      textDocument: { uri: editor.uri('main.py'), version: 2 },
      contentChanges: [{ text: main.replace('value', 'unsaved') }],
    });
    const pidOf = (): number | undefined => namedProcessesOf(editor.child.pid ?? 0, serverName)[0]?.pid;
    const first = pidOf();
    assert.ok(first !== undefined);
    process.kill(first, 'SIGKILL');
    await waitFor('another server is there', () => ![undefined, first].includes(pidOf()));
    const { contents } = await ask<Hover>('textDocument/hover', 'main.py', { line: 3, character: 2 });
    assert.match(JSON.stringify(contents), /unsaved/);
  });

  it('is not answered from a file that has become a secret', async () => {
    writeFileSync(join(folder, 'late.py'), 'late_name = 1\n');
    await editor.open('late.py', 'late_name = 1\n');
    const symbols = (): Promise<unknown> =>
      ask('textDocument/documentSymbol', 'late.py', atArea).catch(String);
    assert.match(JSON.stringify(await symbols()), /late_name/);
    linkSync(join(folder, 'late.py'), join(folder, 'late.pem'));
    assert.doesNotMatch(JSON.stringify(await symbols()), /late_name/);
  });

  it('ends it with 0, and nothing was said on stderr', async () => {
    assert.equal(await editor.leave(), 0);
    assert.equal(editor.stderr(), '');
  });
});

describe('pymcp lsp', () => {
  const folder = makeFolder({ 'main.py': main });

  it('says what is missing, and what was wrong, on stderr alone', async () => {
    for (const [args, input, code, words] of [
      [[], '', 2, /error: no workspace was named\nhint: .*--workspace DIR/],
      [['--workspace', join(folder, 'nothing')], '', 2, /error: /],
      [
        ['--workspace', folder],
        'GET / HTTP/1.1\r\n\r\n',
        3,
        /error: the editor broke the rules of LSP.*\nhint: /,
      ],
      [
        ['--workspace', folder],
        'Content-Length: 999999999\r\n\r\n',
        3,
        /error: the editor broke the rules of LSP/,
      ],
      [['--workspace', folder], '', 1, /^$/],
    ] as const) {
      const child = startLsp(args);
      const said = { stdout: '', stderr: '' };
      child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString()));
      child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString()));
      child.stdin.end(input);
      assert.equal((await once(child, 'close'))[0], code, said.stderr);
      assert.match(said.stderr, words);
      assert.equal(said.stdout, '');
    }
  });

  it('leaves nothing behind where it is killed', async () => {
    const editor = await openEditor(folder);
    const family = jailProcessesOf(editor.child.pid ?? 0);
    assert.equal(namedProcessesOf(editor.child.pid ?? 0, serverName).length, 1);
    editor.child.kill('SIGKILL');
    assert.deepEqual(await survivorsOf(family), []);
  });
});
