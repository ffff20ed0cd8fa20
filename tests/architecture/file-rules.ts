// What each file looks like: small, named for what it exports, by name.
import ts from 'typescript';
import { parseSource, type Problem, type SourceFiles } from './source-files.js';

const mostLines = 300;
const emptyNames = /^(?:utils?|helpers?|common|managers?|misc|index)$|-(?:utils?|helpers?|manager)$/;

export function nameProblems(files: SourceFiles): Problem[] {
  return [...files.keys()].flatMap((path) => {
    const parts = path.split('/').map((part) => part.replace(/(?:\.test(?:-support)?)?\.ts$/, ''));
    return [
      ...(parts.every((part) => /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(part))
        ? []
        : [`${path} is not in kebab-case`]),
      ...(parts.some((part) => emptyNames.test(part)) ? [`${path} has a name that says nothing`] : []),
    ];
  });
}

export function lengthProblems(files: SourceFiles): Problem[] {
  return [...files]
    .map(([path, text]) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > mostLines)
    .map(({ path, lines }) => `${path} has ${lines} lines, more than ${mostLines}: two things live together`);
}

export function exportProblems(files: SourceFiles): Problem[] {
  return [...files].flatMap(([path, text]) =>
    parseSource(path, text).statements.flatMap((statement) => {
      const isDefault = ts.canHaveModifiers(statement)
        ? (ts.getModifiers(statement)?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword) ?? false)
        : false;
      if (isDefault || ts.isExportAssignment(statement)) return [`${path} has a default export`];
      if (!ts.isExportDeclaration(statement)) return [];
      const clause = statement.exportClause;
      if (clause === undefined || ts.isNamespaceExport(clause)) return [`${path} exports *`];
      const named = clause.elements.some(({ name }) => name.text === 'default');
      return named ? [`${path} has a default export`] : [];
    }),
  );
}
