// `--preload a,b.c`: names of modules, and nothing that could be more.
import { PymcpError } from '../../core/errors.js';

const most = 100;

/** @throws PymcpError `usage.invalid` */
export function parsePreload(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim());
  const given = [...new Set(names.filter((name) => name !== ''))];
  const wrong = given.find((name) => !/^[\p{L}_][\p{L}\p{N}_]*(?:\.[\p{L}_][\p{L}\p{N}_]*)*$/u.test(name));
  if (wrong !== undefined || given.length > most)
    throw new PymcpError(
      'usage.invalid',
      wrong === undefined
        ? `--preload names more than ${most} modules`
        : `--preload ${JSON.stringify(wrong)} is no module`,
      'write --preload numpy,matplotlib.pyplot',
    );
  return given;
}
