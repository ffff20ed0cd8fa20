import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'node:test';
import { maxPartBytes, maxPathBytes, maxPathParts } from './contained-path.js';
import { exchangeLimits } from './exchanged-file.js';

/** The product that a constant of the guest is written as. */
function guestNumber(file: string, name: string): number {
  const text = readFileSync(`guest/pymcp_guest/${file}.py`, 'utf8');
  const factors = new RegExp(`^${name} = ([\\d* ]+)$`, 'm').exec(text)?.[1]?.split('*') ?? [];
  return factors.map(Number).reduce((product, factor) => product * factor, 1);
}

describe('exchangeLimits', () => {
  it('are those that the guest keeps to, so that no ordinary program breaks them', () => {
    const guest = {
      fileBytes: guestNumber('outputs', '_FILE_BYTES'),
      totalBytes: guestNumber('outputs', '_TOTAL_BYTES'),
      outputFiles: guestNumber('outputs', '_CONTENT_FILES'),
      listedFiles: guestNumber('outputs', 'LISTED_FILES'),
      images: guestNumber('figures', '_MOST_IMAGES'),
      imageBytes: guestNumber('png', 'MOST_BYTES'),
      imagePixels: guestNumber('png', 'MOST_PIXELS'),
      html: guestNumber('showcase', '_MOST_PAGES'),
      htmlBytes: guestNumber('showcase', '_PAGE_BYTES'),
    };
    assert.deepEqual({ ...exchangeLimits, ...guest }, exchangeLimits);
    assert.deepEqual(
      [
        guestNumber('contained_path', '_PATH_BYTES'),
        guestNumber('contained_path', '_PART_BYTES'),
        guestNumber('contained_path', 'PATH_PARTS'),
      ],
      [maxPathBytes, maxPartBytes, maxPathParts],
    );
  });
});
