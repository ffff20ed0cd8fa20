import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { LogSettings } from '../config/settings.js';
import { PymcpError } from '../core/errors.js';
import { noSecrets } from '../core/no-secrets.js';
import { parseSecretName } from '../core/names.js';
import { compileRedactor } from '../secrets/redact/compile-redactor.js';
import { GatewayLog } from './gateway-log.js';

const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z /;

function open(
  settings: Partial<LogSettings> = {},
  redactor = noSecrets,
): { log: GatewayLog; lines: string[] } {
  const lines: string[] = [];
  const write = (line: string, done: () => void): void => {
    lines.push(line);
    done();
  };
  return { log: new GatewayLog({ level: 'info', format: 'text', ...settings, redactor, write }), lines };
}

const withoutTime = (lines: readonly string[]): string[] => lines.map((line) => line.replace(time, ''));

describe('the log of a gateway', () => {
  it('has a line for each record, with the time', () => {
    const { log, lines } = open();
    log.info('listening');
    log.warn({ message: 'a\nb\u001b[31m\u2028%s' });
    log.problem(new PymcpError('gateway.lost', 'it went', 'start it'));
    assert.ok(lines.every((line) => time.test(line)));
    assert.deepEqual(withoutTime(lines), [
      'info: listening\n',
      'warning: a\\nb\\u001b[31m\\u2028%s\n',
      `error: it went\n${(lines[2] ?? '').slice(0, 25)}hint: start it\n`,
    ]);
  });

  it('has our own failures with their trace, in one line', () => {
    const { log, lines } = open();
    log.problem(new Error('broken'));
    log.crash(new Error('gone'));
    assert.match(
      lines.join(''),
      /bug: pymcp itself failed: Error: broken\\n {4}at .*\n.*hint: please report it/,
    );
    assert.match(lines.join(''), /fatal: pymcp itself failed: Error: gone\\n/);
  });

  it('is JSON where that is wanted, a record a line', () => {
    const { log, lines } = open({ format: 'json' });
    log.warn({ message: 'one' });
    log.problem(new PymcpError('gateway.lost', 'it went', 'start it'));
    log.problem(new Error('broken'));
    const records = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
    assert.ok(records.every(({ time: at }) => new Date(String(at)).toISOString() === at));
    const [first, second, third] = records.map(({ time: _, ...record }) => record);
    assert.deepEqual(first, { level: 'warn', msg: 'one' });
    assert.deepEqual(second, { level: 'error', code: 'gateway.lost', msg: 'it went', hint: 'start it' });
    assert.deepEqual([third?.['level'], third?.['bug']], ['error', true]);
  });

  it('says what is as grave as is wanted', () => {
    const saidAt = (level: LogSettings['level']): string[] => {
      const { log, lines } = open({ level });
      log.debug('d');
      log.info('i');
      log.warn({ message: 'w' });
      log.problem(new PymcpError('gateway.lost', 'e', 'h'));
      log.crash(new PymcpError('gateway.lost', 'f', 'h'));
      return withoutTime(lines).map((line) => line.split(':')[0] ?? '');
    };
    assert.deepEqual(saidAt('trace'), ['debug', 'info', 'warning', 'error', 'fatal']);
    assert.deepEqual(saidAt('warn'), ['warning', 'error', 'fatal']);
    assert.deepEqual(saidAt('fatal'), ['fatal']);
    assert.deepEqual(saidAt('silent'), []);
  });

  it('counts warnings that come too fast', () => {
    const { log, lines } = open();
    for (let count = 0; count < 1000; count += 1) log.warn({ message: 'again' });
    assert.ok(lines.length >= 10 && lines.length <= 24, String(lines.length));
  });

  it('has no secret, nor half of one where a record is cut (secret.unlogged)', () => {
    const value = 'correct-horse-battery';
    const redactor = compileRedactor([{ name: parseSecretName('KEY'), value }]);
    for (const format of ['text', 'json'] as const) {
      const { log, lines } = open({ format, level: 'trace' }, redactor);
      log.info(`a ${value}`);
      log.debug(value);
      log.warn({ message: `${'.'.repeat(990)}${value}` });
      log.problem(new PymcpError('gateway.lost', value, `say ${value}`));
      log.crash(new Error(`${value}\n${Buffer.from(value).toString('base64')}`));
      assert.equal(lines.length, 5);
      assert.doesNotMatch(lines.join(''), /correct|horse|Y29ycmVjdC1ob3/);
      assert.match(lines.join(''), /\[secret KEY\]/);
    }
  });

  it('has left when it says so', async () => {
    const { log } = open();
    await log.flush();
    log.info('x');
    await log.flush();
  });
});
