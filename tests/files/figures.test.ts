// Figures come back as PNG that clients take, without the program saving them. Needs python3-matplotlib, as
// scripts/setup.sh test installs it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { exchangeLimits, type OutputFile } from '../../src/core/exchanged-file.js';
import type { ExecutionResult } from '../../src/core/execution-result.js';
import { measurePng } from '../../src/core/measure-png.js';
import { alsoAsOrdinaryUser } from '../support/as-ordinary-user.js';
import { assertCompleted, openJail } from '../support/jail.js';
import { slow } from '../support/time.js';

const jail = await openJail();
const { imageBytes, imagePixels } = exchangeLimits;
const limits = { wallMs: slow(90_000), memoryBytes: 512 * 1024 * 1024 };
const start = 'import matplotlib.pyplot as plt\n';

async function draw(code: string): Promise<ExecutionResult> {
  const result = await jail.run(start + code, limits);
  assertCompleted(result);
  for (const image of result.images) assert.ok(image.length <= imageBytes);
  return result;
}

/** Width and height of each image. */
async function sizes(code: string): Promise<string[]> {
  return sizesOf(await draw(code));
}

function bytesOf(file: OutputFile | undefined): Buffer {
  assert.ok(file?.content.kind === 'memory');
  return file.content.bytes;
}

function sizesOf({ images }: ExecutionResult): string[] {
  return images.map((image) => {
    const size = measurePng(image);
    assert.ok(size !== null && Math.max(size.width, size.height) <= imagePixels);
    return `${size.width}×${size.height}`;
  });
}

describe('figures', () => {
  it('that are open at the end come back, in the order in which they were made', async () => {
    const code =
      'plt.figure(figsize=(3, 2)); plt.plot([1, 2])\nplt.figure(figsize=(2, 3)); plt.bar([1, 2], [3, 4])';
    assert.deepEqual(await sizes(code), ['300×200', '200×300']);
  });

  it('that were shown come back as they were then, and once', async () => {
    const code = `
plt.figure(figsize=(3, 2)); plt.plot([1, 2]); plt.show()
assert plt.get_fignums() == []
plt.figure(figsize=(2, 3)); plt.plot([1, 2]); plt.show(block=False)
plt.figure(figsize=(4, 4)); plt.plot([1, 2])`;
    assert.deepEqual(await sizes(code), ['300×200', '200×300', '400×400']);
  });

  it('come back from a program that raises, or leaves, after drawing', async () => {
    for (const [end, status] of [
      ['1 / 0', 'raised'],
      ['raise SystemExit(0)', 'completed'],
    ] as const) {
      const result = await jail.run(`${start}plt.plot([1, 2])\n${end}`, limits);
      assert.equal(result.outcome.status, status);
      assert.deepEqual(sizesOf(result), ['640×480']);
    }
  });

  it('that were closed do not', async () => {
    assert.deepEqual(await sizes('plt.plot([1, 2]); plt.close()'), []);
  });

  it('come back whatever backend the program asks for that draws without a screen', async () => {
    for (const backend of ['agg', 'Agg', 'pdf', 'svg']) {
      const code = `import matplotlib\nmatplotlib.use('${backend}')\nimport matplotlib.pyplot as plt\nplt.plot([1, 2]); plt.show(); plt.figure()`;
      const result = await jail.run(code, limits);
      assertCompleted(result);
      assert.deepEqual(sizesOf(result), ['640×480', '640×480'], backend);
    }
  });

  it('are saved where the program saves them, too', async () => {
    const { files, images } = await draw(
      "plt.plot([1, 2]); plt.savefig('plot.png'); plt.savefig('plot.svg')",
    );
    assert.deepEqual(
      files.map(({ path }) => path),
      ['plot.png', 'plot.svg'],
    );
    assert.equal(images.length, 1);
    assert.deepEqual(measurePng(bytesOf(files[0])), { width: 640, height: 480 });
  });

  it('made without pyplot come back as the last value', async () => {
    assert.deepEqual(
      await sizes(
        'from matplotlib.figure import Figure\nf = Figure(figsize=(2, 2)); f.subplots().plot([1]); f',
      ),
      ['200×200'],
    );
    assert.deepEqual(await sizes('plt.figure(figsize=(2, 2))'), ['200×200']);
  });

  it('in a Python that the program starts work as ever', async () => {
    const code = `
import subprocess, sys
subprocess.run([sys.executable, '-c', 'import matplotlib.pyplot as p; p.plot([1]); p.savefig("child.png"); p.show()'], check=True)`;
    const { files, images, stderr } = await draw(code);
    assert.deepEqual([files.map(({ path }) => path), images.length], [['child.png'], 0], stderr.text);
  });

  it('have labels in the language of their data, and say nothing on the streams', async () => {
    const { stdout, stderr, images } = await draw(
      "plt.plot([1, 2]); plt.title('Überschrift $x^2$'); plt.show()",
    );
    assert.deepEqual([stdout.text, stderr.text, images.length], ['', '', 1]);
  });
});

describe('too much of figures', () => {
  it('in inches and dots is drawn at a size that clients take', async () => {
    assert.deepEqual(await sizes('plt.figure(figsize=(100, 100), dpi=1000); plt.plot([1, 2])'), [
      '1568×1568',
    ]);
    const [wide] = await sizes('plt.figure(figsize=(100, 10), dpi=300); plt.plot([1, 2])');
    assert.match(wide ?? '', /^156[78]×15[67]$/);
  });

  it('in bytes is drawn with fewer dots until it fits', async () => {
    const code =
      "import numpy as np\nplt.figure(figsize=(15, 15)); plt.imshow(np.random.rand(1500, 1500, 3)); plt.axis('off')";
    const { images } = await draw(code);
    assert.equal(images.length, 1);
  });

  it('in number is counted', async () => {
    const { images, imagesOmitted } = await draw('for n in range(50): plt.figure(figsize=(1, 1))');
    assert.deepEqual([images.length, imagesOmitted], [8, 42]);
    const shown = await draw('for n in range(12):\n    plt.figure(figsize=(1, 1)); plt.show()');
    assert.deepEqual([shown.images.length, shown.imagesOmitted], [8, 4]);
  });

  it('far outside the axes does not make an image of any size', async () => {
    assert.deepEqual(
      await sizes("plt.rcParams['savefig.bbox'] = 'tight'; plt.plot([1]); plt.text(1e5, 1e5, 'far away')"),
      ['640×480'],
    );
  });

  it('that cannot be drawn is told on stderr and is no error', async () => {
    const code = `
from matplotlib.artist import Artist
class Bad(Artist):
    def draw(self, renderer): raise KeyError('in draw')
plt.gca().add_artist(Bad()); plt.show()
plt.figure(figsize=(2, 2))
5`;
    const result = await draw(code);
    assert.deepEqual(sizesOf(result), ['200×200']);
    assert.match(result.stderr.text, /a figure could not be drawn: KeyError/);
  });
});

alsoAsOrdinaryUser(import.meta.url);
