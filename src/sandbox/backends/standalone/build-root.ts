// Makes the skeleton that the binds of a RootPlan are mounted on: folders, empty files, links, a small /etc.
import { dirname, join } from 'node:path';
import { chmod, inspectPath, makeLink, mkdir } from '../../../host/files.js';
import { writeNewText } from '../../../host/write-new-text.js';
import type { RootPlan } from './root-plan.js';

/** @param folder is made; the sandboxes may read it and nobody but us may change it */
export async function buildRoot(folder: string, plan: RootPlan): Promise<void> {
  await makeFolder(folder);
  for (const path of plan.folders) await makeFolders(folder, path);
  for (const { source, destination } of plan.binds) {
    if ((await inspectPath(source))?.isFolder === true) await makeFolders(folder, destination);
    else await makeFile(folder, destination, '');
  }
  for (const [path, text] of Object.entries(plan.files)) await makeFile(folder, path, text);
  for (const [path, target] of Object.entries(plan.links)) {
    await makeFolders(folder, dirname(path));
    await makeLink(target, join(folder, path));
  }
}

async function makeFile(root: string, path: string, text: string): Promise<void> {
  await makeFolders(root, dirname(path));
  await writeNewText(join(root, path), text);
  await chmod(join(root, path), 0o644);
}

async function makeFolders(root: string, path: string): Promise<void> {
  let folder = root;
  for (const name of path.split('/').filter(Boolean)) {
    folder = join(folder, name);
    if ((await inspectPath(folder)) === null) await makeFolder(folder);
  }
}

/** Whatever the umask is. */
async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { mode: 0o755 });
  await chmod(path, 0o755);
}
