// The promises of the design, by id. The code that keeps one names its id in a comment, and SECURITY.md names the test.

export const promiseIds = [
  'jail.kernel',
  'jail.once',
  'limit.memory',
  'limit.cpu',
  'user.mcp',
  'net.none',
  'port.loopback',
  'auth.token',
  'name.valid',
  'path.contained',
  'path.protected',
  'cmd.noshell',
  'secret.uncommitted',
  'secret.unlogged',
  'secret.unseen',
  'install.verified',
  'audit.chain',
  'fail.closed',
] as const;
