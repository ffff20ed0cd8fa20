// CycloneDX's own JSON schema, from its library: what a bill says that it allows.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';

/** The folder of the library: `exports` names none of the schemas. */
function schemaFolder(): string {
  const main = createRequire(import.meta.url).resolve('@cyclonedx/cyclonedx-library');
  const [root = ''] = main.split('/dist.node/');
  return join(root, 'res/schema');
}

const read = (name: string): object =>
  JSON.parse(readFileSync(join(schemaFolder(), `${name}.SNAPSHOT.schema.json`), 'utf8')) as object;

export function compileBillSchema(): ValidateFunction {
  const isUri = (text: string): boolean => text !== '' && !/[\s<>"{}|\\^`]/.test(text);
  const ajv = new Ajv({
    strict: false,
    allErrors: true,
    formats: {
      'date-time': /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/,
      'iri-reference': isUri,
      uri: isUri,
      'idn-email': /^[^@\s]+@[^@\s]+$/,
    },
  });
  for (const name of ['spdx', 'jsf-0.82']) {
    const key = `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`;
    ajv.addSchema({ ...read(name), $id: key }, key);
  }
  return ajv.compile(read('bom-1.6'));
}
