import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { toCaller } from '../../core/caller.js';
import { makeMemoryExecutor, MemoryKeeper, pythonEnvironment } from './memory-keeper.test-support.js';
import { PythonService } from './python-service.js';
import type { RunPythonAnswer } from './run-python.js';
import type { Answer } from './answer.js';

const [me, other] = [toCaller('me'), toCaller('other')];

function open(most?: number): PythonService {
  const onProblem = (error: unknown): void => {
    throw error;
  };
  return new PythonService(
    { environment: pythonEnvironment, limits: {}, strict: false, onProblem },
    makeMemoryExecutor(new MemoryKeeper(most)),
  );
}

function valueOf<Value>(answer: Answer<Value>): Value {
  assert.ok(answer.kind === 'done', answer.kind === 'refused' ? answer.error.message : '');
  return answer.value;
}

function codeOf(answer: Answer<unknown> | RunPythonAnswer): string | null {
  return answer.kind === 'refused' ? answer.error.code : null;
}

const run = (service: PythonService, sessionId: string, code: string): Promise<RunPythonAnswer> =>
  service.run(me, { code, sessionId });

describe('sessions of the service', () => {
  it('keep their state, and a copy goes its own way', async () => {
    const service = open();
    const { id } = valueOf(await service.sessions.create(me)).session;
    await run(service, id, 'x = one');
    const copy = valueOf(await service.sessions.fork(me, id)).session;
    assert.equal(copy.forkedFrom, id);
    await run(service, copy.id, 'x = two');
    const values = await Promise.all([id, copy.id].map((session) => run(service, session, 'x')));
    assert.deepEqual(
      values.map((answer) => answer.kind === 'ran' && answer.result.outcome),
      ['one', 'two'].map((value) => ({ status: 'completed', exitCode: 0, value })),
    );
  });

  it('say the same of what is not there, of what is closed and of what is another caller’s', async () => {
    const service = open();
    const { id } = valueOf(await service.sessions.create(other)).session;
    const closed = valueOf(await service.sessions.create(me)).session;
    assert.equal((await service.sessions.close(me, closed.id)).kind, 'done');
    for (const session of [id, closed.id, 's99']) {
      const { sessions } = service;
      const answers = [
        await run(service, session, 'x'),
        await sessions.fork(me, session),
        await sessions.interrupt(me, session),
        await sessions.close(me, session),
        await sessions.listFiles(me, session),
        await sessions.readFile(me, session, 'a', { offset: 0, length: 1 }),
        await sessions.deleteFile(me, session, 'a'),
      ];
      for (const answer of answers) {
        assert.ok(answer.kind === 'refused');
        assert.equal(answer.error.message, `there is no session ${session}`);
      }
    }
    assert.deepEqual(valueOf(await service.sessions.list(me)).sessions, []);
  });

  it('say which made room, and later why', async () => {
    const service = open(1);
    const first = valueOf(await service.sessions.create(me)).session;
    const second = valueOf(await service.sessions.create(me));
    assert.deepEqual(
      second.ended.map(({ id }) => id),
      [first.id],
    );
    assert.equal(codeOf(await run(service, first.id, 'x')), 'session.ended');
  });

  it('are interrupted', async () => {
    const service = open();
    const { id } = valueOf(await service.sessions.create(me)).session;
    assert.equal(valueOf(await service.sessions.interrupt(me, id)), 'idle');
    const hanging = run(service, id, 'hang');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(valueOf(await service.sessions.list(me)).sessions[0]?.state, 'busy');
    assert.equal(valueOf(await service.sessions.interrupt(me, id)), 'interrupted');
    const answer = await hanging;
    assert.equal(answer.kind === 'ran' && answer.result.outcome.status, 'raised');
  });

  it('go with their caller and no other’s', async () => {
    const service = open();
    await service.sessions.create(me);
    const kept = valueOf(await service.sessions.create(other)).session;
    await service.closeCaller(me);
    assert.deepEqual(valueOf(await service.sessions.list(me)).sessions, []);
    assert.equal(valueOf(await service.sessions.list(other)).sessions[0]?.id, kept.id);
  });

  it('refuse what cannot be a path, a part or a name', async () => {
    const service = open();
    const { id } = valueOf(await service.sessions.create(me)).session;
    const { sessions } = service;
    const part = { offset: 0, length: 1 };
    const answers = [
      await sessions.create(me, '../x'),
      await sessions.fork(me, '__proto__'),
      await sessions.readFile(me, id, '../a', part),
      await sessions.readFile(me, id, '/etc/passwd', part),
      await sessions.readFile(me, id, 'a', { ...part, offset: -1 }),
      await sessions.readFile(me, id, 'a', { ...part, length: 0 }),
      await sessions.readFile(me, id, 'a', { ...part, length: 2 ** 21 }),
      await sessions.deleteFile(me, id, 'a/../b'),
    ];
    const [name, argument] = ['input.name-invalid', 'input.argument-invalid'];
    assert.deepEqual(answers.map(codeOf), [name, name, ...Array.from({ length: 6 }, () => argument)]);
  });
});
