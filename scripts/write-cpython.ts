// Writes docs/cpython.md out of tests/cpython/differences.json.
import { writeFileSync } from 'node:fs';
import { readPublished } from '../tests/cpython/published.js';
import { renderCpython } from '../tests/cpython/render-cpython.js';

writeFileSync('docs/cpython.md', renderCpython(readPublished()));
