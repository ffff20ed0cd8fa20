// The tools of files, in the order in which a client lists them. In a workspace that is read-only those that write are not
// there.
import type { Caller } from '../../core/caller.js';
import type { FilesService } from '../../services/files/files-service.js';
import type { OfferedTool } from '../offer.js';
import { createDirectory } from './create-directory.js';
import { directoryTree } from './directory-tree.js';
import { editFile } from './edit-file.js';
import { toFileTool } from './file-tool.js';
import { getFileInfo } from './get-file-info.js';
import { listAllowedDirectories } from './list-allowed-directories.js';
import { listChanges } from './list-changes.js';
import { listDirectory, listDirectoryWithSizes } from './list-directory.js';
import { moveFile } from './move-file.js';
import { readMediaFile } from './read-media-file.js';
import { readMultipleFiles } from './read-multiple-files.js';
import { readTextFile } from './read-text-file.js';
import { searchFiles } from './search-files.js';
import { searchText } from './search-text.js';
import { undoChange } from './undo-change.js';
import { writeFile } from './write-file.js';

export function offerFileTools(files: FilesService, caller: Caller): readonly OfferedTool[] {
  return [
    toFileTool(readTextFile(files, caller)),
    toFileTool(readMediaFile(files, caller)),
    toFileTool(readMultipleFiles(files, caller)),
    toFileTool(listDirectory(files, caller)),
    toFileTool(listDirectoryWithSizes(files, caller)),
    toFileTool(directoryTree(files, caller)),
    toFileTool(searchFiles(files, caller)),
    toFileTool(searchText(files, caller)),
    toFileTool(getFileInfo(files, caller)),
    toFileTool(listAllowedDirectories(files)),
    ...(files.access === 'writable' ? writingTools(files, caller) : []),
  ];
}

function writingTools(files: FilesService, caller: Caller): readonly OfferedTool[] {
  return [
    toFileTool(writeFile(files, caller)),
    toFileTool(editFile(files, caller)),
    toFileTool(createDirectory(files, caller)),
    toFileTool(moveFile(files, caller)),
    toFileTool(listChanges(files, caller)),
    toFileTool(undoChange(files, caller)),
  ];
}
