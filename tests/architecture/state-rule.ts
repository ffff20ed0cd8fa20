// No module-level mutable state. Asks the compiler what each top-level constant is: `let` and `var`, arrays, maps, sets,
// buffers and objects with a property that can be set are state; what is readonly all the way down is not.
import { resolve } from 'node:path';
import ts from 'typescript';
import { isTest, type Problem, type SourceFiles } from './source-files.js';

const mutableCollections =
  /^(?:Map|Set|WeakMap|WeakSet|WeakRef|Buffer|ArrayBuffer|SharedArrayBuffer|DataView|EventEmitter|[A-Z]\w*Array)$/;
const readonlyCollections = new Set(['ReadonlyArray', 'ReadonlyMap', 'ReadonlySet']);

export function stateProblems(files: SourceFiles): Problem[] {
  const program = compile(files);
  const checker = program.getTypeChecker();
  return [...files.keys()]
    .filter((path) => !isTest(path))
    .flatMap((path) => {
      const source = program.getSourceFile(resolve(path));
      if (source === undefined) throw new Error(`the compiler did not read ${path}`);
      return source.statements.filter(ts.isVariableStatement).flatMap(({ declarationList: list }) =>
        list.declarations
          .flatMap(({ name }) => boundNames(name))
          .flatMap((name) => {
            const why = stateOf(list, name, checker);
            return why === undefined ? [] : [`${path}: ${name.text} is module-level state: ${why}`];
          }),
      );
    });
}

/** The names that a declaration binds: one, or those of a destructuring pattern. */
function boundNames(name: ts.BindingName): ts.Identifier[] {
  if (ts.isIdentifier(name)) return [name];
  return name.elements.flatMap((element) => (ts.isBindingElement(element) ? boundNames(element.name) : []));
}

function stateOf(
  list: ts.VariableDeclarationList,
  name: ts.Identifier,
  checker: ts.TypeChecker,
): string | undefined {
  if ((list.flags & ts.NodeFlags.Const) === 0) return 'it is not const';
  return mutability(checker.getTypeAtLocation(name), checker, new Set());
}

/** Why a value of this type can change, or undefined where it cannot. */
function mutability(type: ts.Type, checker: ts.TypeChecker, seen: Set<ts.Type>): string | undefined {
  if (seen.has(type)) return undefined;
  seen.add(type);
  if (type.isUnionOrIntersection()) return first(type.types, (part) => mutability(part, checker, seen));
  if ((type.flags & ts.TypeFlags.Object) === 0) return undefined;
  if (checker.isArrayType(type) || checker.isTupleType(type))
    return listMutability(type as ts.TypeReference, checker, seen);
  const name = type.getSymbol()?.name ?? '';
  if (readonlyCollections.has(name))
    return first(checker.getTypeArguments(type as ts.TypeReference), (part) =>
      mutability(part, checker, seen),
    );
  if (mutableCollections.test(name)) return `a ${name} can change`;
  if (type.getCallSignatures().length + type.getConstructSignatures().length > 0) return undefined;
  return isOurs(type) ? objectMutability(type, checker, seen) : undefined;
}

function listMutability(
  type: ts.TypeReference,
  checker: ts.TypeChecker,
  seen: Set<ts.Type>,
): string | undefined {
  const isReadonly = checker.isTupleType(type)
    ? (type.target as ts.TupleType).readonly
    : type.getSymbol()?.name === 'ReadonlyArray';
  if (!isReadonly) return 'an array can change (readonly, or as const)';
  return first(checker.getTypeArguments(type), (part) => mutability(part, checker, seen));
}

function objectMutability(type: ts.Type, checker: ts.TypeChecker, seen: Set<ts.Type>): string | undefined {
  const index = checker.getIndexInfosOfType(type).find(({ isReadonly }) => !isReadonly);
  if (index !== undefined) return 'keys can be set (Readonly<Record<…>>)';
  return first(checker.getPropertiesOfType(type), (property) => {
    const isMethod = (property.flags & (ts.SymbolFlags.Method | ts.SymbolFlags.GetAccessor)) !== 0;
    if (isMethod) return undefined;
    if (!isReadonlyProperty(property))
      return `the property ${property.name} can be set (readonly, as const, Object.freeze)`;
    return mutability(checker.getTypeOfSymbol(property), checker, seen);
  });
}

/** The modifier of a declaration, or of a mapped type such as Readonly<T> and of `as const`. */
function isReadonlyProperty(property: ts.Symbol): boolean {
  const declared = property.declarations?.some(
    (declaration) => (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Readonly) !== 0,
  );
  // 8 is CheckFlags.Readonly, which the compiler keeps on symbols it makes itself.
  const { links } = property as ts.Symbol & { readonly links?: { readonly checkFlags?: number } };
  return declared === true || ((links?.checkFlags ?? 0) & 8) !== 0;
}

/** Types of libraries (a schema, a regular expression, a text decoder) are taken as values. */
function isOurs(type: ts.Type): boolean {
  const isMapped = ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Mapped) !== 0; // Readonly<…>, Record<…>
  if (isMapped) return true;
  const declarations = type.getSymbol()?.declarations ?? [];
  return !declarations.some((declaration) => declaration.getSourceFile().isDeclarationFile);
}

function first<T>(values: readonly T[], find: (value: T) => string | undefined): string | undefined {
  for (const value of values) {
    const found = find(value);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** What is on disk (the compiler's own library, packages) is read once for all programs. */
const readBefore = new Map<string, ts.SourceFile | undefined>();

function compile(files: SourceFiles): ts.Program {
  const { config } = ts.readConfigFile('tsconfig.json', (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, process.cwd());
  const host = ts.createCompilerHost(options);
  const virtual = new Map([...files].map(([path, text]) => [resolve(path), text]));
  const onDisk = { fileExists: host.fileExists.bind(host), readFile: host.readFile.bind(host) };
  host.fileExists = (path) => virtual.has(path) || onDisk.fileExists(path);
  host.readFile = (path) => virtual.get(path) ?? onDisk.readFile(path);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (path, ...rest) => {
    if (virtual.has(path)) return getSourceFile(path, ...rest);
    if (!readBefore.has(path)) readBefore.set(path, getSourceFile(path, ...rest));
    return readBefore.get(path);
  };
  return ts.createProgram([...virtual.keys()], options, host);
}
