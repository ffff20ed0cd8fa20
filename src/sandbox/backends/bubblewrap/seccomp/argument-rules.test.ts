// Literal numbers on purpose: these tests say what the kernel's headers say, not what the rules say.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { buildFilter } from './filter.js';
import { interpretFilter } from './interpret.test-support.js';
import { syscallNumber, type SyscallName } from './syscall-numbers.js';

const high = 1n << 40n;
const [EPERM, ENOMEM, EINVAL, ENOPROTOOPT, EPROTONOSUPPORT, ESOCKTNOSUPPORT, EAFNOSUPPORT] = [
  1, 12, 22, 92, 93, 94, 97,
];

for (const [architecture, arch] of [
  ['x64', 0xc000003e],
  ['arm64', 0xc00000b7],
] as const) {
  const { bytes } = buildFilter(architecture);

  /** 0 where the call is allowed; a call that the architecture does not have passes with any answer. */
  function check(answer: number, name: SyscallName, ...given: (number | bigint)[]): void {
    const nr = syscallNumber(name, architecture);
    if (nr === undefined) return;
    const [a = 0n, b = 0n, c = 0n, d = 0n, e = 0n, f = 0n] = given.map((value) =>
      BigInt.asUintN(64, BigInt(value)),
    );
    const verdict = interpretFilter(bytes, { nr, arch, ip: 0n, args: [a, b, c, d, e, f] });
    assert.deepEqual(verdict, answer === 0 ? { action: 'allow' } : { action: 'errno', errno: answer }, name);
  }

  describe(`the argument rules on ${architecture}`, () => {
    it('let clone make processes and threads', () => {
      check(0, 'clone', 17); // SIGCHLD
      check(0, 'clone', 0x1200011); // glibc's fork
      check(0, 'clone', 0x4111); // vfork, as posix_spawn does it
      check(0, 'clone', 0x3d0f00); // pthread_create
      check(0, 'clone', 0x1000 | 17); // CLONE_PIDFD
    });

    it('refuse every flag with which clone makes a namespace', () => {
      for (const flag of [
        0x80, 0x20000, 0x2000000, 0x4000000, 0x8000000, 0x10000000, 0x20000000, 0x40000000,
      ]) {
        check(EPERM, 'clone', flag | 17);
        check(EPERM, 'clone', BigInt(flag | 17) | high);
      }
    });

    it('refuse a child for the parent of the caller', () => {
      check(EPERM, 'clone', 0x8000 | 17);
    });

    it('let terminals, sizes and readiness be asked', () => {
      for (const command of [
        0x5401, 0x802c542a, 0x402c542b, 0x5413, 0x541b, 0x5421, 0x5451, 0x80045430, 0x40045431,
      ]) {
        check(0, 'ioctl', 0, command);
        check(0, 'ioctl', 0, BigInt(command) | high);
      }
      check(0, 'ioctl', 0, -0x7fd3abd6); // TCGETS2, sign-extended as a C int
    });

    it('refuse to type into a terminal, however TIOCSTI and TIOCLINUX are written', () => {
      for (const command of [0x5412n, 0x541cn]) {
        for (const bits of [0n, high, 1n << 32n, 0xffffffffn << 32n])
          check(EPERM, 'ioctl', 0, command | bits);
      }
    });

    it('refuse every other ioctl: line disciplines, consoles, namespaces, tun, interfaces', () => {
      for (const command of [
        0, 0x5423, 0x541d, 0x4b3a, 0xb701, 0xb703, 0x400454ca, 0x8914, 0x40086602, 0xffffffff,
      ]) {
        check(EPERM, 'ioctl', 0, command);
      }
    });

    for (const name of ['socket', 'socketpair'] as const) {
      it(`give a ${name} of UNIX, INET and INET6 only`, () => {
        check(0, name, 1, 1, 0);
        check(0, name, 1, 2 | 0x80800, 0);
        check(0, name, 1, 5 | 0x80000, 0);
        check(0, name, 2, 1 | 0x800, 6);
        check(0, name, 10, 2, 17);
        for (const family of [0, 3, 4, 9, 16, 17, 21, 29, 31, 38, 40, 44, 0xffffffff]) {
          check(EAFNOSUPPORT, name, family, 1, 0);
          check(EAFNOSUPPORT, name, BigInt(family) | high, 1, 0);
        }
        check(0, name, 2n | high, 1, 0); // the kernel sees AF_INET
      });

      it(`give no raw ${name}, no SEQPACKET but for UNIX, and no unknown type flags`, () => {
        for (const type of [3, 4, 5, 6, 10, 0, 1 | 0x10, 1 | 0x1000, 3 | 0x80000]) {
          check(ESOCKTNOSUPPORT, name, 2, type, 0);
          check(ESOCKTNOSUPPORT, name, 10, BigInt(type) | high, 0);
        }
        for (const type of [3, 4, 6, 10, 0]) check(ESOCKTNOSUPPORT, name, 1, type, 0);
      });

      it(`give a ${name} of no protocol but TCP and UDP`, () => {
        for (const protocol of [1, 2, 33, 58, 132, 136, 255, 262]) {
          check(EPROTONOSUPPORT, name, 2, 1, protocol);
          check(EPROTONOSUPPORT, name, 10, 1, BigInt(protocol) | high);
        }
        check(EPROTONOSUPPORT, name, 1, 1, 6);
      });
    }

    it('refuse BPF on a socket and protocols on top of TCP, and let other options be set', () => {
      for (const option of [26, 50, 51, 52]) check(EPERM, 'setsockopt', 3, 1, option);
      check(EPERM, 'setsockopt', 3, 1n | high, 26n | high);
      check(ENOPROTOOPT, 'setsockopt', 3, 6, 31);
      check(0, 'setsockopt', 3, 1, 2);
      check(0, 'setsockopt', 3, 6, 1);
      check(0, 'setsockopt', 3, 41, 26); // IPV6_V6ONLY
    });

    it('let personality be asked and reset, never changed', () => {
      check(0, 'personality', 0);
      check(0, 'personality', 0xffffffff);
      check(0, 'personality', -1);
      for (const persona of [8, 0x40000, 0x400000, 0x20000]) check(EPERM, 'personality', persona);
    });

    it('let a process name itself and set its death signal, and nothing that weakens it', () => {
      for (const option of [1, 3, 15, 16, 21, 23, 36, 38, 39, 0x53564d41]) check(0, 'prctl', option);
      for (const option of [4, 8, 22, 24, 28, 35, 47, 53, 59, 62, 0x59616d61]) {
        check(EPERM, 'prctl', option);
        check(EPERM, 'prctl', BigInt(option) | high);
      }
    });

    it('become dumpable, never hide from the host by ceasing to be', () => {
      check(0, 'prctl', 4, 1);
      for (const value of [0, 2, 3]) check(EPERM, 'prctl', 4, value);
      check(EPERM, 'prctl', 4n | high, 0);
    });

    it('let the loader set FS and answer EINVAL to newer options', () => {
      check(0, 'arch_prctl', 0x1002);
      for (const option of [0x2001, 0x3001, 0x4002, 0x5001]) check(EINVAL, 'arch_prctl', option);
    });

    it('make files, FIFOs and sockets, never a device', () => {
      for (const mode of [0o644, 0o100644, 0o010600, 0o140755]) {
        check(0, 'mknod', 0, mode);
        check(0, 'mknodat', 0, 0, mode);
      }
      for (const mode of [0o020666, 0o060660, 0o104755, 0o102755]) {
        check(EPERM, 'mknod', 0, mode);
        check(EPERM, 'mknodat', 0, 0, BigInt(mode) | high);
      }
      check(0, 'renameat2', 0, 0, 0, 0, 3);
      check(EPERM, 'renameat2', 0, 0, 0, 0, 4);
    });

    it('make no file setuid or setgid, by chmod or at its creation', () => {
      for (const bits of [0o4755, 0o2755, 0o6755]) {
        check(EPERM, 'chmod', 0, bits);
        check(EPERM, 'fchmod', 0, bits);
        check(EPERM, 'fchmodat', 0, 0, bits);
        check(EPERM, 'fchmodat2', 0, 0, BigInt(bits) | high);
        check(EPERM, 'creat', 0, bits);
        check(EPERM, 'open', 0, 0o101, bits);
        check(EPERM, 'openat', 0, 0, 0o2000101, bits);
        check(EPERM, 'openat', 0, 0, 0o20000002, bits); // O_TMPFILE
      }
      for (const name of ['chmod', 'fchmod', 'creat'] as const) check(0, name, 0, 0o1777);
      check(0, 'fchmodat', 0, 0, 0o755);
      check(0, 'openat', 0, 0, 0o2000102, 0o666);
      check(0, 'openat', 0, 0, 0o2000000, 0o4755); // reading: the mode is not looked at
    });

    it('give no huge page, which no memory limit counts', () => {
      check(0, 'mmap', 0, 4096, 3, 0x22);
      check(ENOMEM, 'mmap', 0, 4096, 3, 0x40022);
      check(0, 'memfd_create', 0, 1);
      check(EINVAL, 'memfd_create', 0, 4);
    });
  });
}
