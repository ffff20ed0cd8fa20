// What the public registry has under the name of our base image now, and of when that is. Only looked up: a Containerfile is pinned from bytes
// that were pulled (container/pin-base.sh).
import { z } from 'zod';
import type { BaseImage } from '../../src/services/updates/data-schemas.js';
import { askJson } from './ask-json.js';

const tagSchema = z.object({ digest: z.string(), tag_last_pushed: z.string() });

/** @param image `docker.io/NAME:TAG` @throws Error */
export async function askBaseImage(origin: string, image: string, today: string): Promise<BaseImage> {
  const [, name, tag] = /^docker\.io\/([a-z0-9/_-]+):([\w.-]+)$/.exec(image) ?? [];
  if (name === undefined || tag === undefined) throw new Error(`${image} is not at the public registry`);
  const { digest, tag_last_pushed } = await askJson(
    `${origin}/v2/repositories/${name}/tags/${tag}`,
    tagSchema,
  );
  return { image, source: `${origin}/v2`, read: today, digest, pushed: tag_last_pushed.slice(0, 10) };
}
