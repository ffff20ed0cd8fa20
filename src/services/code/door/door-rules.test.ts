import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toSettings } from './door-rules.js';
import { DoorUris } from './door-uris.js';
import { toEditorInitialize, toServerInitialize } from './initialize.js';
import { mapStrings } from './map-strings.js';
import { OpenTexts } from './open-texts.js';
import { parseRpcMessage } from './rpc-message.js';
import { toEditorAnswer } from './to-editor.js';

const uris = new DoorUris({ workspace: ['/w'], pyright: '/p' });
const isShown = (path: string): boolean => path === 'm.py';
const edit = { range: {}, newText: 'x' };

describe('what an editor tells of itself', () => {
  it('names no path, no program and no option of its own to the language server', () => {
    const told = toServerInitialize({
      processId: 7,
      rootUri: 'file:///etc',
      rootPath: '/etc',
      workspaceFolders: [{ uri: 'file:///etc', name: 'etc' }],
      initializationOptions: { pythonPath: '/tmp/evil', extraPaths: ['/etc'] },
      clientInfo: { name: 'editor', version: '/etc' },
      capabilities: {
        workspace: { applyEdit: true, executeCommand: {} },
        textDocument: { hover: {} },
        experimental: 1,
      },
    });
    assert.doesNotMatch(JSON.stringify(told), /etc|evil|applyEdit|executeCommand|experimental/);
    assert.deepEqual(told['workspaceFolders'], [{ uri: 'file:///workspace', name: 'workspace' }]);
  });

  it('may choose how strictly code is checked, and no path or program', () => {
    const items = [{ section: 'python' }, { section: 'python.analysis' }, { section: 'pyright' }];
    const analysis = {
      typeCheckingMode: 'strict',
      diagnosticMode: '/etc',
      extraPaths: ['/etc'],
      stubPath: '/etc',
      diagnosticSeverityOverrides: { reportMissingImports: 'none', __proto__: 'error', reportX: '/etc' },
    };
    const settings = toSettings(items, [
      { pythonPath: '/etc/python', venvPath: '/etc', analysis },
      analysis,
      { x: '/etc' },
    ]);
    assert.doesNotMatch(JSON.stringify(settings), /etc/);
    const [python, own, other] = settings as Record<string, Record<string, unknown>>[];
    assert.deepEqual(python?.['analysis'], own);
    assert.deepEqual([own?.['typeCheckingMode'], own?.['diagnosticMode']], ['strict', 'openFilesOnly']);
    assert.deepEqual(own?.['diagnosticSeverityOverrides'], { reportMissingImports: 'none' });
    assert.deepEqual(other, {});
  });
});

describe('what the language server says', () => {
  it('offers no command, and takes whole texts alone', () => {
    const capabilities = {
      executeCommandProvider: { commands: ['x'] },
      hoverProvider: true,
      textDocumentSync: 2,
    };
    const told = toEditorInitialize({ capabilities }) as { capabilities: Record<string, unknown> };
    assert.deepEqual(Object.keys(told.capabilities), ['hoverProvider', 'textDocumentSync']);
    assert.equal((told.capabilities['textDocumentSync'] as { change: number }).change, 1);
  });

  it('has no command in it that an editor could execute', () => {
    const command = { title: 't', command: 'shell', arguments: ['rm'] };
    const items = toEditorAnswer(
      { id: 1, result: [{ label: 'a', command }] },
      'textDocument/completion',
      uris,
      isShown,
    );
    assert.deepEqual(items, { id: 1, result: [{ label: 'a' }] });
    const actions = [
      { title: 'a', command },
      command,
      { title: 'b', command, edit: { changes: { 'file:///workspace/m.py': [edit] } } },
    ];
    assert.deepEqual(
      toEditorAnswer({ id: 1, result: actions }, 'textDocument/codeAction', uris, isShown).result,
      [{ title: 'b', edit: { changes: { 'file:///w/m.py': [edit] } } }],
    );
  });

  for (const [what, result] of [
    ['of a masked file', { changes: { 'file:///workspace/.env': [edit] } }],
    [
      'outside of the workspace',
      { documentChanges: [{ textDocument: { uri: 'file:///etc/x.py' }, edits: [edit] }] },
    ],
    ['by a way around', { changes: { 'file:///workspace/../etc/m.py': [edit] } }],
    ['that makes a file', { documentChanges: [{ kind: 'create', uri: 'file:///workspace/m.py' }] }],
    ['within an action', [{ title: 't', edit: { changes: { 'file:///home/x.py': [edit] } } }]],
  ] as const)
    it(`is not handed on where it is an edit ${what}`, () => {
      const method = Array.isArray(result) ? 'textDocument/codeAction' : 'textDocument/rename';
      const told = toEditorAnswer({ id: 1, result }, method, uris, isShown);
      assert.deepEqual([told.result, /refused/.test(JSON.stringify(told.error))], [undefined, true]);
    });
});

describe('a message', () => {
  for (const body of ['', '[]', '1', '{"id":{}}', '{"method":1}', `{"id":"${'x'.repeat(300)}"}`])
    it(`is refused where it is ${body.slice(0, 20)}`, () => {
      assert.throws(() => parseRpcMessage(body), RangeError);
    });

  it('is refused where it is nested without end, and keeps strange keys as they are', () => {
    const deep = JSON.parse(`${'['.repeat(100)}${']'.repeat(100)}`) as unknown;
    assert.throws(() => mapStrings(deep, (text) => text), RangeError);
    const strange = JSON.parse('{"__proto__":{"x":"a"}}') as object;
    assert.equal(
      JSON.stringify(mapStrings(strange, (text) => text.toUpperCase())),
      '{"__PROTO__":{"X":"A"}}',
    );
  });
});

describe('open documents', () => {
  it('are bounded, and follow whole texts', () => {
    const texts = new OpenTexts();
    const document = { uri: 'u', languageId: 'python', version: 1, text: 'a' };
    assert.equal(texts.set(document), true);
    assert.equal(texts.set({ ...document, uri: 'v', text: 'x'.repeat(5 * 1024 * 1024) }), false);
    const change = (contentChanges: unknown): boolean =>
      texts.change({ textDocument: { uri: 'u', version: 2 }, contentChanges });
    assert.equal(change([{ text: 'b' }]), true);
    assert.deepEqual(texts.get('u'), { ...document, version: 2, text: 'b' });
    assert.equal(change([{ range: {}, text: 'c' }]), false);
    assert.equal(change([]), false);
    assert.equal(texts.delete('u'), true);
    assert.deepEqual(texts.all, []);
  });
});
