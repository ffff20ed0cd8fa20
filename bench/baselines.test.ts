import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toBubblewrapRun, toPlainPython, toPodmanRun, toRunscRun } from './baselines.js';

const python = {
  interpreter: '/usr/bin/python3.11',
  loader: '/lib64/ld.so',
  version: '3.11.2',
  binds: ['/usr/lib/python3.11'],
  links: { '/lib': 'usr/lib' },
  etcLinks: { 'alternatives/blas': '/usr/lib/blas' },
  siteFolders: [],
};

describe('the baselines', () => {
  it('are a plain Python', () => {
    assert.deepEqual(toPlainPython(python, 'pass'), ['/usr/bin/python3.11', '-I', '-c', 'pass']);
  });

  it('are a jail with our namespaces and mounts', () => {
    assert.equal(
      toBubblewrapRun('/usr/bin/bwrap', python, 'pass').join(' '),
      '/usr/bin/bwrap --unshare-user --unshare-pid --unshare-ipc --unshare-uts --unshare-net --unshare-cgroup ' +
        '--uid 1000 --gid 1000 --hostname pymcp --die-with-parent --new-session --cap-drop ALL --clearenv ' +
        '--ro-bind /usr/lib/python3.11 /usr/lib/python3.11 --symlink usr/lib /lib --proc /proc --dev /dev ' +
        '--size 67108864 --tmpfs /tmp --size 67108864 --tmpfs /dev/shm --size 67108864 --tmpfs /home/mcp ' +
        '--chdir /home/mcp -- /usr/bin/python3.11 -I -c pass',
    );
  });

  it('have what packages need where they import some', () => {
    const argv = toBubblewrapRun('/usr/bin/bwrap', python, 'import pandas', '/tmp/cache').join(' ');
    assert.match(
      argv,
      / --symlink \/usr\/lib\/blas \/etc\/alternatives\/blas --bind \/tmp\/cache \/tmp\/cache --setenv MPLCONFIGDIR \/tmp\/cache -- /,
    );
  });

  it('give no other sandbox a network', () => {
    assert.match(toPodmanRun('/usr/bin/podman', python, 'pass').join(' '), /--network none/);
    assert.match(
      toRunscRun('/usr/bin/runsc', python, 'pass', 'rootless').join(' '),
      /--network none.*--rootless do/,
    );
  });
});
