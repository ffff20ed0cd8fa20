// Proves: jail.kernel. What Landlock holds besides files: signals and abstract sockets across its border, from ABI 6 on. And what
// it could hold and is not asked to: TCP, which stays free on loopback, the only network that there is.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { openJail } from '../support/jail.js';
import { askOutside } from '../support/outside.js';
import { landlockPrelude } from './landlock-probe.js';

interface Answer {
  readonly abi: number;
  /** What the kernel says to a ruleset of each kind: `done`, or E2BIG where its ABI has no such field. */
  readonly kinds: Readonly<Record<string, string>>;
  /** Without a ruleset, then under landlock.py. */
  readonly said: Readonly<Record<string, readonly [without: string, under: string]>>;
  /** Binding and connecting where a ruleset takes charge of TCP and gives nothing. */
  readonly tcp: readonly string[];
}

const probe = `${landlockPrelude}
import signal
server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
server.bind("\\0pymcp-landlock-%d" % os.getpid()); server.listen()
tcp = socket.socket(); tcp.bind(("127.0.0.1", 0)); tcp.listen()
def connect_abstract():
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as s: s.connect(server.getsockname())
def bind_tcp():
    with socket.socket() as s: s.bind(("127.0.0.1", 0))
def connect_tcp():
    with socket.socket() as s: s.connect(tcp.getsockname())
attempts = {
    "abstract socket": connect_abstract,
    "signal": lambda: os.kill(os.getppid(), 0),
    "signal of its own": lambda: os.kill(os.getpid(), 0),
    "bind TCP": bind_tcp,
    "connect TCP": connect_tcp,
}
def under(work):
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    landlock.restrict(abi, [])
    return say(work)
def without_tcp(work):
    linux.prctl(linux.PR_SET_NO_NEW_PRIVS, 1)
    ruleset = linux.syscall("landlock_create_ruleset", struct.pack("=QQ", 0, 3), 16, 0)
    linux.syscall("landlock_restrict_self", ruleset, 0)
    return say(work)
kinds = {
    "TCP": create(struct.pack("=QQ", 0, 3), 16),
    "scopes": create(struct.pack("=QQQ", 0, 0, 3), 24),
    "later scopes": create(struct.pack("=QQQ", 0, 0, 4), 24),
}
said = {name: [in_child(lambda: say(work)), in_child(lambda: under(work))] for name, work in attempts.items()}
refused = [in_child(lambda: without_tcp(work)) for work in (bind_tcp, connect_tcp)] if kinds["TCP"] == "done" else []
answer({"abi": abi, "kinds": kinds, "said": said, "tcp": refused})
`;

const { abi, kinds, said, tcp } = await askOutside<Answer>(probe, { identity: {} });

describe('across the border of Landlock', () => {
  for (const name of ['abstract socket', 'signal'] as const) {
    if (abi >= 6) {
      it(`no ${name} goes, which goes without it`, () => {
        assert.deepEqual(said[name], ['done', 'EPERM']);
      });
    } else {
      it(`ABI ${abi} of this kernel lets each ${name} go (6 would not): the namespaces hold it alone`, () => {
        assert.deepEqual([kinds['scopes'], said[name]], ['E2BIG', ['done', 'done']]);
      });
    }
  }

  it('nothing goes that this kernel could hold and the product does not know', () => {
    assert.equal(kinds['later scopes'], abi >= 6 ? 'EINVAL' : 'E2BIG');
  });

  it('control: a process reaches itself', () => {
    assert.deepEqual(said['signal of its own'], ['done', 'done']);
  });
});

describe('TCP', () => {
  it('is left alone by Landlock, which could refuse it from ABI 4 on', () => {
    assert.deepEqual(said['bind TCP'], ['done', 'done']);
    assert.deepEqual(said['connect TCP'], ['done', 'done']);
    assert.equal(kinds['TCP'], abi >= 4 ? 'done' : 'E2BIG');
    assert.deepEqual(tcp, abi >= 4 ? ['EACCES', 'EACCES'] : []);
  });

  it('works in a sandbox on loopback, and nowhere else', async () => {
    const jail = await openJail();
    const answers = await jail.ask<string[]>(`
import errno, socket
def say(work):
    try: work()
    except OSError as error: return errno.errorcode[error.errno]
    return "done"
server = socket.socket(); server.bind(("127.0.0.1", 0)); server.listen()
answer([say(lambda: socket.create_connection(server.getsockname())), say(lambda: socket.create_connection(("192.0.2.1", 80), 1))])`);
    assert.deepEqual(answers, ['done', 'ENETUNREACH']);
  });
});

alsoAsOrdinaryUser(import.meta.url);
