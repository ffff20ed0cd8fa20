import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PymcpError } from '../../../core/errors.js';
import { currentIdentity } from '../../../host/process-identity.js';
import { findDockerIds, isRootless, refuseOtherIds, toOutside } from './docker-ids.js';

const guest = { uid: 1004, gid: 100 };

describe('findDockerIds', () => {
  const open = {
    ...{ maxUserNamespaces: 1000, unprivilegedClone: null, appArmorRestriction: null },
    ...{ hasRestrictiveProfile: false, isContainer: false },
  };

  it('is the guest himself where the daemon maps nobody, and whom he sees himself as in namespaces of his own', async () => {
    for (const SecurityOptions of [null, [], ['name=seccomp,profile=default', 'name=cgroupns']])
      assert.deepEqual(await findDockerIds(guest, { SecurityOptions }, open), {
        ...{ container: guest, guest, shown: 1000, outside: guest, isRootless: false, ownUsers: true },
        gateway: currentIdentity(),
      });
  });

  it('sees himself as who he is outside where this machine lets nobody make such namespaces', async () => {
    for (const closed of [{ maxUserNamespaces: 0 }, { unprivilegedClone: 0 }, { appArmorRestriction: 1 }])
      assert.deepEqual(await findDockerIds(guest, { SecurityOptions: [] }, { ...open, ...closed }), {
        ...{ container: guest, guest, shown: 1004, outside: guest, isRootless: false, ownUsers: false },
        gateway: currentIdentity(),
      });
  });

  it('refuses a daemon that maps ids in another way, and says what to use', async () => {
    await assert.rejects(
      findDockerIds(guest, { SecurityOptions: ['name=userns'] }),
      (error: unknown) =>
        error instanceof PymcpError && error.code === 'host.unsupported' && /rootless/.test(error.hint),
    );
  });

  it('refuses the rootless daemon of somebody else, or has subordinate ids, or says that there are none', async () => {
    const found = findDockerIds({ uid: 3_999_999_999, gid: 100 }, { SecurityOptions: ['name=rootless'] });
    const code = currentIdentity().uid === 0 ? 'host.unsupported' : 'host.identity-unavailable';
    await assert.rejects(found, (error: unknown) => error instanceof PymcpError && error.code === code);
  });
});

describe('isRootless', () => {
  it('goes by the name alone', () => {
    assert.equal(isRootless({ SecurityOptions: ['name=seccomp', 'name=rootless'] }), true);
    assert.equal(isRootless({ SecurityOptions: ['name=rootlessly', 'profile=rootless'] }), false);
  });
});

describe('toOutside', () => {
  const map = '         0       1004          1\n         1     100000      65536\n';

  it('finds whom an id is mapped to', () => {
    assert.deepEqual(
      [0, 1, 2, 65_536, 65_537].map((id) => toOutside(map, id)),
      [1004, 100_000, 100_001, 165_535, null],
    );
  });

  it('finds nobody in what is no map', () => {
    for (const text of ['', '\n', 'x y z', '0 1004']) assert.equal(toOutside(text, 0), null);
  });
});

describe('refuseOtherIds', () => {
  it('refuses a process whose ids are mapped in another way, or that is gone', () => {
    const ids = {
      ...{ container: { uid: 0, gid: 0 }, guest: { uid: 1, gid: 1 }, outside: { uid: 7, gid: 7 } },
      ...{ gateway: { uid: 0, gid: 0 }, shown: 1000, isRootless: true, ownUsers: true },
    };
    for (const pid of [process.pid, 0])
      assert.throws(
        () => {
          refuseOtherIds(pid, ids, guest);
        },
        (error: unknown) => error instanceof PymcpError && error.code === 'host.unsupported',
      );
  });
});
