// The source files that the rules of the architecture look at, as a map from path to text, so that a rule can be shown
// files that break it.
import { readFileSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import ts from 'typescript';

/** Path from the root of the repository, such as `src/core/limits.ts`, to the file's text. */
export type SourceFiles = ReadonlyMap<string, string>;

/** One sentence that names the file and says what is wrong with it. */
export type Problem = string;

export type Rule = (files: SourceFiles) => Problem[];

export function readSourceFiles(): SourceFiles {
  const paths = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('.ts'),
  );
  return new Map(paths.map((path) => [join('src', path), readFileSync(join('src', path), 'utf8')]));
}

/** Tests may do what the code may not: start processes, import a backend. */
export function isTest(path: string): boolean {
  return /\.test(?:-support)?\.ts$/.test(path);
}

export function parseSource(path: string, text: string): ts.SourceFile {
  return ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
}

export interface Import {
  readonly from: string;
  /** A path in the repository, `node:…`, or a package. */
  readonly to: string;
  /** Whether only types cross: nothing is loaded. */
  readonly kind: 'type' | 'value';
}

/** Every import, re-export and import() of the code that is not a test. */
export function listImports(files: SourceFiles): Import[] {
  return [...files].filter(([path]) => !isTest(path)).flatMap(([path, text]) => importsOf(path, text));
}

function importsOf(path: string, text: string): Import[] {
  const imports: Import[] = [];
  const add = (specifier: ts.Node | undefined, kind: Import['kind']): void => {
    if (specifier === undefined) return;
    const name = ts.isStringLiteralLike(specifier) ? specifier.text : `(computed) ${specifier.getText()}`;
    imports.push({ from: path, to: toTarget(path, name), kind });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypeImport(node) ? 'type' : 'value');
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly ? 'type' : 'value');
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument))
      add(node.argument.literal, 'type');
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], 'value');
    }
    ts.forEachChild(node, visit);
  };
  visit(parseSource(path, text));
  return imports;
}

function isTypeImport({ importClause }: ts.ImportDeclaration): boolean {
  return importClause?.phaseModifier === ts.SyntaxKind.TypeKeyword;
}

/** The file that `./limits.js` means, seen from the importing file. */
function toTarget(from: string, specifier: string): string {
  if (!specifier.startsWith('.')) return specifier;
  return posix.join(posix.dirname(from), specifier).replace(/\.js$/, '.ts');
}
