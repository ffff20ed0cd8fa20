import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { explainRefusal, explainSettings } from './explain-namespaces.js';
import type { NamespaceSettings } from './namespace-settings.js';

const open: NamespaceSettings = {
  maxUserNamespaces: 15_000,
  unprivilegedClone: null,
  appArmorRestriction: null,
  hasRestrictiveProfile: false,
  isContainer: false,
};
const bwrap = '/usr/bin/bwrap';
const uidMap = 'bwrap: setting up uid map: Permission denied';

describe('settings that refuse every user namespace', () => {
  it('are none where all is open, or the kernel has none of them', () => {
    assert.equal(explainSettings(open), null);
    assert.equal(explainSettings({ ...open, maxUserNamespaces: null, unprivilegedClone: 1 }), null);
  });

  it('are each named with the command that changes it for good', () => {
    for (const [settings, name] of [
      [{ ...open, maxUserNamespaces: 0 }, 'user.max_user_namespaces'],
      [{ ...open, unprivilegedClone: 0 }, 'kernel.unprivileged_userns_clone'],
    ] as const) {
      const found = explainSettings(settings);
      assert.match(found?.why ?? '', new RegExp(`${name} is 0$`));
      assert.match(
        found?.fix ?? '',
        new RegExp(`^echo '${name} = \\d+' \\| sudo tee /etc/sysctl\\.d/\\S+ && sudo sysctl --system$`),
      );
    }
  });
});

describe('a refusal', () => {
  it('by AppArmor is mended by a profile for bubblewrap alone, as lines that can be pasted', () => {
    const { why, fix } = explainRefusal(uidMap, { ...open, appArmorRestriction: 1 }, bwrap);
    assert.match(why, /^AppArmor .*uid map/);
    assert.deepEqual(fix.split('\n'), [
      "printf '%s\\n' 'abi <abi/4.0>,' 'include <tunables/global>' 'profile bwrap /usr/bin/bwrap flags=(unconfined) {' " +
        "'  userns,' '  include if exists <local/bwrap>' '}' | sudo tee /etc/apparmor.d/bwrap",
      'sudo apparmor_parser -r /etc/apparmor.d/bwrap',
      '# narrower, where pymcp is installed for all users: the profile packaging/apparmor/pymcp of the repository (docs/apparmor.md)',
    ]);
  });

  it('by the profile that takes capabilities from what bubblewrap starts first unloads that one', () => {
    const settings = { ...open, appArmorRestriction: 1, hasRestrictiveProfile: true };
    const [first, , third] = explainRefusal(uidMap, settings, bwrap).fix.split('\n');
    assert.equal(first, 'sudo apparmor_parser -R /etc/apparmor.d/bwrap-userns-restrict');
    assert.match(third ?? '', /disable\/$/);
  });

  it('in a container, or of /proc, names the options of its engine', () => {
    const covered = "bwrap: Can't mount proc on /newroot/proc: Operation not permitted";
    for (const found of [
      explainRefusal(covered, { ...open, appArmorRestriction: 1 }, bwrap),
      explainRefusal(uidMap, { ...open, appArmorRestriction: 1, isContainer: true }, bwrap),
    ]) {
      assert.match(found.fix, /systempaths=unconfined/);
      assert.match(found.fix, /unmask=ALL/);
    }
  });

  it('by a used-up number of namespaces says which settings to look at', () => {
    const words =
      'bwrap: Creating new namespace failed: nesting depth or /proc/sys/user/max_*_namespaces exceeded';
    assert.match(explainRefusal(words, open, bwrap).fix, /max_\*_namespaces/);
  });

  it('that nothing explains keeps the words of the program', () => {
    assert.match(explainRefusal('bwrap: odd', open, bwrap).why, /bwrap: odd/);
  });
});
