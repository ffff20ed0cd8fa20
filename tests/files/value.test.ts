// The last value as text that a reader of results can use. Needs python3-pandas, as scripts/setup.sh test installs it.
import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { measurePng } from '../../src/core/measure-png.js';
import { assertCompleted, openJail } from '../support/jail.js';
import { slow } from '../support/time.js';

const jail = await openJail();
const limits = { wallMs: slow(90_000) };

async function valueOf(code: string): Promise<string> {
  const result = await jail.run(code, limits);
  assertCompleted(result);
  return result.outcome.status === 'completed' ? (result.outcome.value ?? '') : '';
}

describe('the last value', () => {
  it('is a table where it is a DataFrame, wide enough for a line a row', async () => {
    const columns = 'pd.DataFrame({f"column_{n}": [n * 1000, n] for n in range(14)})';
    const lines = (await valueOf(`import pandas as pd\n${columns}`)).split('\n');
    assert.equal(lines.length, 3);
    for (let n = 0; n < 14; n += 1) assert.ok(lines[0]?.includes(`column_${n}`));
  });

  it('is a table of bounded size where there are many rows and columns', async () => {
    const text = await valueOf('import pandas as pd, numpy as np\npd.DataFrame(np.zeros((100_000, 300)))');
    assert.match(text, /\[100000 rows x 300 columns\]$/);
    assert.ok(text.length < 20_000, String(text.length));
    for (const line of text.split('\n')) assert.ok(line.length <= 240, line);
  });

  it('is a column where it is a Series', async () => {
    assert.equal(
      await valueOf('import pandas as pd\npd.Series([1, 2], name="n")'),
      '0    1\n1    2\nName: n, dtype: int64',
    );
  });

  it('shows as the program asked where it set an option', async () => {
    const code =
      'import pandas as pd\npd.set_option("display.width", 60)\npd.DataFrame({f"column_{n}": [n] for n in range(14)})';
    for (const line of (await valueOf(code)).split('\n')) assert.ok(line.length <= 60, line);
  });

  it('leaves the options of the program as they were', async () => {
    const code =
      'import pandas as pd, atexit\natexit.register(lambda: print(pd.get_option("display.width")))\npd.Series([1])';
    assert.equal((await jail.run(code, limits)).stdout.text, '80\n');
  });

  it('is an array by its repr, cut where it is long', async () => {
    assert.equal(await valueOf('import numpy as np\nnp.arange(3)'), 'array([0, 1, 2])');
    assert.ok((await valueOf('import numpy as np\nnp.zeros((5000, 5000))')).length < 2000);
  });

  it('is an image too where it can show itself as PNG', async () => {
    const { images, outcome } = await jail.run(
      'from PIL import Image\nImage.new("RGB", (3000, 1000), "red")',
      limits,
    );
    assert.equal(outcome.status, 'completed');
    assert.deepEqual(images.map(measurePng), [{ width: 1568, height: 523 }]);
  });
});
