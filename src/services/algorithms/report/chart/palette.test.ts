import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { darkPalette, lightPalette, type Palette } from './palette.js';

/** https://www.w3.org/TR/WCAG22/#dfn-contrast-ratio */
function contrast(one: string, other: string): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((left, right) => left - right);
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function assertReadable({ paper, panel, ink, faint, good, warning, bad, hues }: Palette): void {
  for (const ground of [paper, panel])
    for (const colour of [ink, faint, good, warning, bad, ...hues])
      assert.ok(contrast(colour, ground) >= 4.5, `${colour} on ${ground}: ${contrast(colour, ground)}`);
}

describe('the colours of reports', () => {
  it('stand out from light paper by 4.5 to 1', () => {
    assertReadable(lightPalette);
  });

  it('stand out from dark paper by 4.5 to 1', () => {
    assertReadable(darkPalette);
  });

  it('are as many in both', () => {
    assert.equal(lightPalette.hues.length, darkPalette.hues.length);
  });
});
