// The tool get_file_contents: text for a model, other bytes beside it for the person.
import type { ContentBlock } from '@modelcontextprotocol/server';
import { z } from 'zod';
import { boundTexts } from '../../services/github/bound-texts.js';
import { type Contents, getContents } from '../../services/github/read-contents.js';
import { entryShape } from '../../services/github/shapes.js';
import type { OfferedTool } from '../offer.js';
import { untrusted } from '../untrusted.js';
import { type GitHubTold, type Offered, offerTool } from './github-tool.js';
import { repositoryFields } from './input-fields.js';
import { toWords } from './tell-page.js';

const mostCharacters = 100_000;

export const getFileContents = (offered: Offered): OfferedTool =>
  offerTool(offered, {
    operation: getContents,
    title: 'Read a file or folder on GitHub',
    description:
      'Reads a file of a repository, or lists a folder. Text comes as text, of which more than 100000 characters are cut off; other ' +
      'bytes beside it as a resource for the user. Files of up to 1 MB.',
    input: z.strictObject({
      ...repositoryFields,
      path: z.string().optional().describe('From the top of the repository; the top where left out.'),
      ref: z.string().optional().describe('Branch, tag or commit; the default branch where left out.'),
      sha: z.string().optional().describe('A commit, instead of ref.'),
    }),
    output: {
      repository: z.string(),
      path: z.string(),
      type: z.enum(['file', 'folder', 'link', 'submodule']),
      size: z.int(),
      sha: z.string().describe('Of the file, as create_or_update_file wants it'),
      delivery: z.enum(['content', 'resource']).describe('resource: beside this result, as a blob'),
      content: z.string(),
      entries: z.array(entryShape),
      target: z.string().describe('Where a link or submodule leads; nobody has gone there'),
    },
    othersWords: ['content', 'entries', 'target'],
    toInput: (given) => given,
    tell,
  });

function tell(found: Contents): GitHubTold {
  const { repository, path, kind } = found;
  const where = `${JSON.stringify(path === '' ? '/' : path)} of ${repository}`;
  const common = { repository, path, type: kind };
  switch (found.kind) {
    case 'folder':
      return {
        message: `The folder ${where} has ${found.entries.length} entries.`,
        fields: { ...common, entries: found.entries },
        words: toWords(found.entries.map(({ path: name, type, size }) => ({ path: name, type, size }))),
      };
    case 'link':
    case 'submodule': {
      const target = boundTexts(found.kind === 'link' ? found.target : found.address, 1_000);
      return {
        message: `${where} is a ${found.kind === 'link' ? 'symbolic link' : 'submodule'}; nobody has followed it.`,
        fields: { ...common, target, sha: found.entry.sha },
        words: target,
      };
    }
    case 'file':
      return tellFile(found, common, where);
  }
}

function tellFile(
  { entry, bytes, repository, path }: Extract<Contents, { kind: 'file' }>,
  common: object,
  where: string,
): GitHubTold {
  const text = decode(bytes);
  const fields = { ...common, size: bytes.length, sha: entry.sha };
  const message = `The file ${where} has ${bytes.length} bytes.`;
  if (text === null)
    return {
      message: `${message} They are no text and stand beside this, as a resource.`,
      fields: { ...fields, delivery: 'resource' },
      beside: [toResource(repository, path, bytes)],
    };
  const content = boundTexts(text, mostCharacters);
  return { message, fields: { ...fields, delivery: 'content', content }, words: content };
}

/** null where it is no text. */
function decode(bytes: Buffer): string | null {
  if (bytes.includes(0)) return null;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}

/** The address names a place on GitHub, for people. */
function toResource(repository: string, path: string, bytes: Buffer): ContentBlock {
  const uri = `github:${repository}/${path.split('/').map(encodeURIComponent).join('/')}`;
  return {
    type: 'resource',
    resource: { uri, mimeType: 'application/octet-stream', blob: bytes.toString('base64'), _meta: untrusted },
    annotations: { audience: ['user'] },
  };
}
