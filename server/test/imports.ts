import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, relative } from 'node:path';
import ts from 'typescript';

/** One import of a file: what it names, as a path from the root of the repository, `node:x` or `pkg:x`. */
export interface Import {
  readonly target: string;
  /** Erased before the code runs. */
  readonly isTypeOnly: boolean;
}

/** A source file by its path from the root of the repository. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

const root = join(import.meta.dirname, '../..');

/** The TypeScript sources below a folder, without tests and what only tests use. */
export function sourcesIn(folder: string): Source[] {
  return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.(ts|vue)$/.test(entry.name))
    .map((entry) => relative(root, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter((path) => !/\.test\.ts$|\.d\.ts$|\/(testing|node_modules|dist)\/|\/testing\.ts$/.test(path))
    .map((path) => ({ path, text: scriptOf(path, readFileSync(join(root, path), 'utf8')) }));
}

function scriptOf(path: string, text: string): string {
  return path.endsWith('.vue')
    ? [...text.matchAll(/<script[^>]*>([\s\S]*?)<\/script>/g)].map((match) => match[1]).join('\n')
    : text;
}

/** Every import, export-from and dynamic import of a file. */
export function importsOf({ path, text }: Source): Import[] {
  const file = ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  const found: Import[] = [];
  const add = (specifier: ts.Expression | undefined, isTypeOnly: boolean) => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) {
      found.push({ target: targetOf(path, specifier.text), isTypeOnly });
    }
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, isTypeOnlyImport(node));
    } else if (ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier, node.isTypeOnly);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal as ts.Expression, true);
    } else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], false);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isTypeOnlyImport({ importClause }: ts.ImportDeclaration): boolean {
  if (importClause === undefined) {
    return false;
  }
  const named = importClause.namedBindings;
  const allTypes =
    importClause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.every((element) => element.isTypeOnly);
  return importClause.isTypeOnly || allTypes;
}

function targetOf(path: string, specifier: string): string {
  if (specifier.startsWith('.')) {
    return posix.normalize(posix.join(dirname(path), specifier));
  }
  if (specifier.startsWith('node:')) {
    return specifier;
  }
  const parts = specifier.split('/');
  return `pkg:${parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/')}`;
}
