// Fills what is unpinned in components/manifest.json, and looks whether what is pinned is still what its hosts give. Run by the workflow
// "components", which opens a pull request with what has changed: a person reads it before anybody installs it.
import { readFileSync, writeFileSync } from 'node:fs';
import { applyEdits, modify } from 'jsonc-parser';
import { messageOf } from '../src/core/message-of.js';
import { parseManifest } from '../src/services/install/load-manifest.js';
import type { ComponentArchive, Pin } from '../src/services/install/manifest-schema.js';
import { measureArchive } from './components/measure-archive.js';

const [path = 'components/manifest.json'] = process.argv.slice(2);
const layout = { formattingOptions: { insertSpaces: true, tabSize: 2 } };

let text = readFileSync(path, 'utf8');
let failures = 0;
for (const [index, component] of parseManifest(text).components.entries())
  for (const [place, archive] of component.archives.entries()) {
    const name = `${component.name} ${component.version} ${archive.platform}`;
    try {
      const pin = await measureArchive(archive);
      if (archive.pin === null) {
        text = applyEdits(text, modify(text, ['components', index, 'archives', place, 'pin'], pin, layout));
        console.log(`${name}: pinned to sha256:${pin.sha256}`);
      } else compare(archive, archive.pin, pin);
    } catch (error) {
      failures += 1;
      console.error(`error: ${name}: ${messageOf(error)}`);
    }
  }
parseManifest(text);
writeFileSync(path, text);
if (failures > 0) console.error(`hint: ${failures} archives need a person; the others are done`);
process.exitCode = failures > 0 ? 1 : 0;

function compare({ url }: ComponentArchive, recorded: Pin, found: Pin): void {
  const keys = ['sha256', 'bytes', 'unpackedBytes', 'entries'] as const;
  const other = keys.filter((key) => recorded[key] !== found[key]);
  if (other.length > 0) throw new Error(`${url} has another ${other.join(', ')} than is recorded`);
}
