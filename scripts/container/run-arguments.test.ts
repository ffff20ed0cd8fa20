// What an engine without compose is told is what compose.yaml says.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { parse } from 'yaml';
import { defaultServices } from '../../src/core/service-names.js';
import { type EngineKind, toRunPlan } from './to-run-arguments.js';

const text = readFileSync('container/compose.yaml', 'utf8');
const plan = (engine: EngineKind, variables = {}, changed = text) =>
  toRunPlan({ text: changed, folder: '/repository/container', variables }, engine);

describe('container/compose.yaml as arguments of an engine', () => {
  it('is the same container', () => {
    assert.deepEqual(plan('docker'), {
      name: 'isolated-pymcp',
      image: 'localhost/isolated-pymcp:latest',
      networks: ['isolated-pymcp_pymcp'],
      volumes: ['isolated-pymcp_data', 'isolated-pymcp_workspace'],
      arguments: [
        '--name=isolated-pymcp',
        '--pull=never',
        '--publish=127.0.0.1:3001:3001',
        '--read-only',
        '--tmpfs=/tmp:rw,nosuid,nodev,noexec,size=256m,mode=1777',
        '--tmpfs=/run/pymcp:rw,nosuid,nodev,noexec,size=16m,mode=1777',
        '--volume=isolated-pymcp_data:/var/lib/pymcp',
        '--volume=isolated-pymcp_workspace:/workspace:rw',
        '--volume=/repository/container/no-secrets:/run/secrets/.env:ro',
        '--workdir=/run/secrets',
        '--env=PYMCP_WORKSPACE=/workspace',
        '--env=PYMCP_WRITABLE=true',
        `--env=PYMCP_SERVICES=${defaultServices.join(',')}`,
        '--cap-drop=ALL',
        '--security-opt=no-new-privileges:true',
        '--security-opt=seccomp=/repository/container/seccomp.json',
        '--security-opt=systempaths=unconfined',
        '--security-opt=apparmor=unconfined',
        '--memory=1g',
        '--memory-swap=1g',
        '--cpus=2',
        '--pids-limit=512',
        '--ulimit=nofile=1024:4096',
        '--ulimit=nproc=1024:1024',
        '--ulimit=core=0:0',
        '--restart=on-failure:5',
        '--stop-timeout=20',
        '--log-driver=json-file',
        '--log-opt=max-size=10m',
        '--log-opt=max-file=3',
        '--network=isolated-pymcp_pymcp',
        'localhost/isolated-pymcp:latest',
      ],
    });
  });

  it('is said in the words of Podman to Podman', () => {
    const [docker, podman] = [plan('docker').arguments, plan('podman').arguments];
    assert.deepEqual(
      podman.filter((one) => !docker.includes(one)),
      ['--read-only-tmpfs=false', '--security-opt=no-new-privileges', '--security-opt=unmask=ALL'],
    );
    assert.deepEqual(
      docker.filter((one) => !podman.includes(one)),
      [
        '--security-opt=no-new-privileges:true',
        '--security-opt=systempaths=unconfined',
        '--log-opt=max-file=3',
      ],
    );
  });

  it('takes what varies from variables, an empty one as none', () => {
    const variables = {
      PYMCP_CONTAINER_PORT: '4000',
      PYMCP_CONTAINER_WORKSPACE: '/home/me/work',
      PYMCP_CONTAINER_ACCESS: 'ro',
      PYMCP_CONTAINER_IMAGE: '',
    };
    const changed = plan('docker', variables);
    assert.equal(changed.image, 'localhost/isolated-pymcp:latest');
    assert.ok(changed.arguments.includes('--publish=127.0.0.1:4000:3001'));
    assert.ok(changed.arguments.includes('--volume=/home/me/work:/workspace:ro'));
  });

  it('refuses a line that it does not know, rather than lose it', () => {
    assert.throws(() => plan('docker', {}, text.replace('    cap_drop:', '    cap_dropp:')), /cap_dropp/);
    assert.throws(() => plan('docker', {}, text.replace('read_only: true', 'read_only: false')), /read_only/);
    assert.throws(() => plan('docker', {}, `${text}\nsecrets: {}\n`), /secrets/);
  });

  it('has none of what would open the container', () => {
    const { services } = parse(text) as { services: { pymcp: Record<string, unknown> } };
    for (const key of [
      'privileged',
      'network_mode',
      'pid',
      'ipc',
      'uts',
      'userns_mode',
      'devices',
      'cap_add',
      'user',
    ])
      assert.ok(!(key in services.pymcp), key);
    assert.deepEqual(
      (services.pymcp['ports'] as string[]).filter((port) => !port.startsWith('127.0.0.1:')),
      [],
    );
    assert.doesNotMatch(JSON.stringify(services), /\.sock/);
  });
});
