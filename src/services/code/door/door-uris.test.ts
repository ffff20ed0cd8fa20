import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { DoorUris } from './door-uris.js';
import { fromEditor } from './from-editor.js';
import { mapToEditor, toEditorNotification } from './to-editor.js';

const roots = {
  workspace: ['/data/my project', '/home/ann/project'],
  pyright: '/opt/n/pyright',
  packages: () => '/home/ann/.local/share/trees/a1',
};
const make = (root?: string): DoorUris => {
  const uris = new DoorUris(roots);
  if (root !== undefined) uris.useRoot(root);
  return uris;
};

describe('an address of the editor', () => {
  for (const [uri, wanted] of [
    ['file:///data/my%20project/a%40b.py', 'file:///workspace/a%40b.py'],
    ['file:///data/my%20project', 'file:///workspace'],
    ['file:///home/ann/project/pkg/m.py', 'file:///workspace/pkg/m.py'],
    ['file://localhost/home/ann/project/m.py', 'file:///workspace/m.py'],
    [
      'file:///opt/n/pyright/dist/typeshed-fallback/x.pyi',
      'file:///srv/pyright/dist/typeshed-fallback/x.pyi',
    ],
    [
      'file:///home/ann/.local/share/trees/a1/site-packages/maps/__init__.py',
      'file:///env/site-packages/maps/__init__.py',
    ],
    ['file:///usr/lib/python3.11/json/__init__.py', 'file:///usr/lib/python3.11/json/__init__.py'],
    ['untitled:Untitled-1', 'untitled:Untitled-1'],
  ] as const)
    it(`goes in: ${uri}`, () => {
      assert.equal(make().toJail(uri), wanted);
    });

  for (const uri of [
    'file:///etc/passwd',
    'file:///home/ann/project2/m.py',
    'file:///home/ann/project/../.ssh/id_rsa',
    'file:///home/ann/project/%2e%2e/.ssh/id_rsa',
    'file:///home/ann/project//m.py',
    'file:///home/ann/project/%00',
    'file:///usr/lib/python3.11/../../../etc/passwd',
    'file:///usr/lib/other/x.py',
    'file:///home/ann/.local/share/trees/b2/site-packages/maps.py',
    'file:///home/ann/.local/share/trees/a1/../b2/x.py',
    'file:///opt/n/pyright/../secret',
    'file:///workspace/m.py',
    'file://host/home/ann/project/m.py',
    'file:///home/ann/project/m.py?x',
    'file:///home/ann/project/%zz',
    'https://example.org/home/ann/project/m.py',
  ])
    it(`does not go in: ${uri}`, () => {
      assert.equal(make().toJail(uri), null);
    });

  it('is found wherever it stands, as a key too, and never within a text', () => {
    const uri = 'file:///home/ann/project/m.py';
    const params = { changes: { [uri]: [{ newText: uri }] }, data: [uri], text: uri };
    assert.deepEqual(fromEditor(params, make()), {
      kind: 'inside',
      params: {
        changes: { 'file:///workspace/m.py': [{ newText: uri }] },
        data: ['file:///workspace/m.py'],
        text: uri,
      },
    });
    assert.equal(fromEditor({ data: { deep: ['file:///etc/passwd'] } }, make()).kind, 'outside');
  });
});

describe('an address of the jail', () => {
  it('is as the editor calls the folder, and an open document as it is spelled there', () => {
    const uris = make('file:///home/ann/project/');
    assert.equal(uris.toEditor('file:///workspace/a%40b.py'), 'file:///home/ann/project/a%40b.py');
    uris.spell('file:///workspace/a%40b.py', 'file:///home/ann/project/a@b.py');
    assert.equal(uris.toEditor('file:///workspace/a%40b.py'), 'file:///home/ann/project/a@b.py');
    assert.equal(make().toEditor('file:///workspace'), 'file:///data/my%20project');
    // Not the workspace: the editor has opened another folder.
    assert.equal(
      make('file:///home/ann').toEditor('file:///workspace/m.py'),
      'file:///data/my%20project/m.py',
    );
  });

  it('is found in the middle of a documentation, and nothing else there is', () => {
    const text = 'See [m](file:///workspace/m.py#L3), `file:///srv/pyright/x.pyi`; file:///workspaces/m.py';
    assert.equal(
      mapToEditor(text, make('file:///home/ann/project')),
      'See [m](file:///home/ann/project/m.py#L3), `file:///opt/n/pyright/x.pyi`; file:///workspaces/m.py',
    );
  });

  it('is a path in what a person is told', () => {
    const message = {
      method: 'window/logMessage',
      params: { type: 3, message: 'assuming /workspace, not /workspaces' },
    };
    assert.deepEqual(toEditorNotification(message, make()).params, {
      type: 3,
      message: 'assuming /data/my project, not /workspaces',
    });
  });
});
