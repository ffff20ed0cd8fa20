// Draws SVG as PNG. Loaded when it is first asked for: half of a second and 30 MB that most never need.
import { PymcpError } from '../../../../core/errors.js';
import { readFile } from '../../../../host/files.js';
import { findPackageFile } from '../../../../host/package-file.js';
import { unpackWoff } from './unpack-woff.js';

export type Rasterise = (svg: string) => Uint8Array;

const wasmFile = '@resvg/resvg-wasm/index_bg.wasm';
const fontFile = '@fontsource/dejavu-sans/files/dejavu-sans-latin-400-normal.woff';
const fontFamily = 'DejaVu Sans';

/** @throws PymcpError `host.program-missing` */
export async function openRasteriser(): Promise<Rasterise> {
  const [{ initWasm, Resvg }, font] = await Promise.all([import('@resvg/resvg-wasm'), readPart(fontFile)]);
  await initOnce(initWasm);
  const fontBuffers = [unpackWoff(font)];
  return (svg) => {
    const resvg = new Resvg(svg, {
      font: { fontBuffers, loadSystemFonts: false, defaultFontFamily: fontFamily },
    });
    const image = resvg.render();
    try {
      return image.asPng();
    } finally {
      image.free();
      resvg.free();
    }
  };
}

/** The library has one memory for the process, and refuses to be given another. */
async function initOnce(initWasm: (wasm: Buffer) => Promise<void>): Promise<void> {
  const wasm = await readPart(wasmFile);
  try {
    await initWasm(wasm);
  } catch (error) {
    if (!String(error).includes('Already initialized')) throw error;
  }
}

async function readPart(name: string): Promise<Buffer> {
  const path = findPackageFile(name);
  if (path !== null) return readFile(path);
  const hint = 'install isolated-pymcp again';
  throw new PymcpError('host.program-missing', `plots cannot be drawn: ${name} is not installed`, hint);
}
