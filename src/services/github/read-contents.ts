// A file, a folder, a link or a submodule, as a repository has it at a commit. Files are bounded: what is larger is brought into a
// workspace, where it can be read in parts.
import { z } from 'zod';
import { PymcpError } from '../../core/errors.js';
import { checkFolder, checkRef } from './check-given.js';
import { openRepository, type RepositoryInput } from './open-repository.js';
import type { Operation } from './operation.js';
import { entryShape } from './shapes.js';
import { understand } from '../../secrets/github/understand.js';

export interface ContentsInput extends RepositoryInput {
  /** '' and '/' are the top. */
  readonly path?: string | undefined;
  /** The default branch where both are left out. */
  readonly ref?: string | undefined;
  readonly sha?: string | undefined;
}

type Entry = z.infer<typeof entryShape>;

export type Contents = { readonly repository: string; readonly path: string } & (
  | { readonly kind: 'folder'; readonly entries: readonly Entry[] }
  | { readonly kind: 'file'; readonly entry: Entry; readonly bytes: Buffer }
  | { readonly kind: 'link'; readonly entry: Entry; readonly target: string }
  | { readonly kind: 'submodule'; readonly entry: Entry; readonly address: string }
);

const fileShape = entryShape.extend({
  type: z.literal('file'),
  encoding: z.string().optional(),
  content: z.string().optional(),
});
const linkShape = entryShape.extend({ type: z.literal('symlink'), target: z.string() });
const submoduleShape = entryShape.extend({
  type: z.literal('submodule'),
  submodule_git_url: z.string().nullish(),
});
const contentsShape = z.union([z.array(entryShape), fileShape, linkShape, submoduleShape]);

/** GitHub lists no more of a folder, and says nothing of it. */
const mostEntries = 1_000;

export const getContents: Operation<ContentsInput, Contents> = {
  name: 'get_file_contents',
  access: 'read',
  permission: 'Contents: read',
  run: async (setting, asking, input) => {
    const path = checkFolder(input.path ?? '');
    const given = input.sha ?? input.ref;
    const ref = given === undefined ? undefined : checkRef(given);
    const { fullName, send } = await openRepository(setting, asking, input);
    const { data } = await send('GET /repos/{owner}/{repo}/contents/{path}', { path, ref });
    return { repository: fullName, path, ...toContents(understand(contentsShape, data)) };
  },
};

type Found = Contents extends infer One
  ? One extends unknown
    ? Omit<One, 'repository' | 'path'>
    : never
  : never;

function toContents(found: z.infer<typeof contentsShape>): Found {
  if (Array.isArray(found)) return { kind: 'folder', entries: found.slice(0, mostEntries) };
  const entry = entryShape.parse(found);
  switch (found.type) {
    case 'file': {
      if (found.encoding !== 'base64' || found.content === undefined) throw tooLarge(entry);
      return { kind: 'file', entry, bytes: Buffer.from(found.content, 'base64') };
    }
    case 'symlink':
      return { kind: 'link', entry, target: found.target };
    case 'submodule':
      return { kind: 'submodule', entry, address: found.submodule_git_url ?? '' };
  }
}

const tooLarge = ({ size }: Entry): PymcpError =>
  new PymcpError(
    'github.too-large',
    `the file has ${size} bytes, and GitHub hands out files of up to 1048576 bytes this way`,
    'bring it into the workspace, where there is one: import_to_workspace with this path',
  );
