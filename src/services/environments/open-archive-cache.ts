// Where archives of packages are kept for the next time.
import { join } from 'node:path';
import { PymcpError } from '../../core/errors.js';
import { ArchiveCache } from '../../host/archive-cache.js';
import { cacheFolder } from '../../host/own-folders.js';
import { makingBounds } from './making-bounds.js';

/** Whether or not it is there yet. @throws PymcpError `environment.store-failed` */
export function openArchiveCache(): ArchiveCache {
  const folder = cacheFolder();
  if (folder !== null) return new ArchiveCache(join(folder, 'archives'), makingBounds.cacheBytes);
  throw new PymcpError(
    'environment.store-failed',
    'there is no place for archives: neither XDG_CACHE_HOME nor HOME names a folder',
    'set XDG_CACHE_HOME to a folder of your own',
  );
}
