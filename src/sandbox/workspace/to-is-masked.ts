// path.protected: whether a path of a workspace is masked there, itself or a folder above it. Pure.
import type { ByteString } from '../../host/walked-folder.js';
import type { Survey } from './survey-workspace.js';

export type IsMasked = (path: ByteString) => boolean;

export function toIsMasked({ places }: Pick<Survey, 'places'>): IsMasked {
  const masked = new Set(places.filter(({ cover }) => cover === 'masked').map(({ path }) => path));
  if (masked.size === 0) return () => false;
  return (path) => {
    for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1))
      if (masked.has(path.slice(0, end))) return true;
    return false;
  };
}
