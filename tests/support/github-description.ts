// GitHub's own description of its API (npm: @octokit/openapi): what a request and a response to it must look like.
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv, type ValidateFunction } from 'ajv';
import { packageRoot } from '../../src/host/package-root.js';
import { sampleOf } from './schema-sample.js';

type Json = Readonly<Record<string, unknown>>;

export interface Operation {
  readonly path: string;
  readonly method: string;
  readonly parameters: Readonly<Record<string, string>>;
}

const isUsed = /^\/(?:user|search\/.*|repos\/\{owner\}\/\{repo\}(?:\/.*)?)$/;
const file = 'node_modules/@octokit/openapi/generated/api.github.com.json';

export class GitHubDescription {
  readonly #document = JSON.parse(readFileSync(join(packageRoot(), file), 'utf8')) as Json;
  readonly #ajv = new Ajv({
    strict: false,
    coerceTypes: false,
    formats: { 'date-time': isTime },
    logger: false,
  });
  readonly #checks = new Map<string, ValidateFunction>();
  readonly #paths = Object.keys(this.#object(this.#document['paths'])).filter((path) => isUsed.test(path));

  /** The operation that a request names; fails where there is none. */
  find(method: string, pathname: string): Operation {
    for (const path of this.#paths) {
      const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name);
      const found = new RegExp(
        `^${path.replaceAll('{path}', '([^/]*)').replace(/\{\w+\}/g, '([^/]+)')}$`,
      ).exec(pathname);
      // What is written out is meant before what is a parameter: public-key is no name of a secret.
      if (found === null || (path.endsWith('}') && this.#paths.includes(toLiteral(path, pathname)))) continue;
      assert.ok(method in this.#object(this.#at(path)), `${method} ${path} is not described`);
      const values = found.slice(1).map(decodeURIComponent);
      return {
        path,
        method,
        parameters: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])),
      };
    }
    return assert.fail(`${method} ${pathname} is not described`);
  }

  checkRequest({ path, method }: Operation, query: URLSearchParams, body: unknown): void {
    const operation = this.#operation(path, method);
    const described = ((operation['parameters'] ?? []) as readonly unknown[]).map(
      (one) => this.#resolve(one) as Json,
    );
    for (const [name, text] of query) {
      const parameter = described.find((one) => one['in'] === 'query' && one['name'] === name);
      assert.ok(parameter !== undefined, `${method} ${path} has no parameter ${name}`);
      const schema = this.#object(this.#resolve(parameter['schema']));
      this.#check(
        `${path} ${name}`,
        schema,
        schema['type'] === 'integer' && /^\d+$/.test(text) ? Number(text) : text,
      );
    }
    const wanted = this.#resolve(operation['requestBody']) as Json | undefined;
    if (wanted === undefined) assert.equal(body, undefined, `${method} ${path} takes no body`);
    else this.#check(`${method} ${path}`, this.#schemaOf(wanted), body);
  }

  /** Failures that the operation does not describe are GitHub's basic error. */
  checkResponse({ path, method }: Operation, status: number, body: unknown): void {
    const responses = this.#object(this.#operation(path, method)['responses']);
    if (status >= 400) {
      const schemas = this.#object(this.#object(this.#document['components'])['schemas']);
      this.#check('basic-error', schemas['basic-error'], body);
      return;
    }
    assert.ok(String(status) in responses, `${method} ${path} never answers ${status}`);
    const schema = this.#schemaOf(this.#resolve(responses[String(status)]) as Json);
    if (schema === undefined) assert.equal(body, undefined);
    else this.#check(`${method} ${path} ${status}`, schema, body);
  }

  /** The least that an answer of this status has, all of it made up. */
  sample({ path, method }: Operation, status: number): unknown {
    const responses = this.#object(this.#operation(path, method)['responses']);
    return sampleOf(this.#resolve(this.#schemaOf(this.#resolve(responses[String(status)]) as Json)));
  }

  /** As sample, of one of those that an answer lists. */
  sampleItem({ path, method }: Operation, status: number): unknown {
    const responses = this.#object(this.#operation(path, method)['responses']);
    const schema = this.#object(
      this.#resolve(this.#schemaOf(this.#resolve(responses[String(status)]) as Json)),
    );
    const list = schema['items'] === undefined ? this.#object(schema['properties'])['items'] : schema;
    return sampleOf(this.#object(list)['items']);
  }

  /** GitHub's own example of an answer, to be filled. */
  exampleOf({ path, method }: Operation, status: number): Json {
    const responses = this.#object(this.#operation(path, method)['responses']);
    const content = this.#object((this.#resolve(responses[String(status)]) as Json)['content']);
    const examples = this.#object(this.#object(content['application/json'])['examples']);
    return this.#object(this.#object(Object.values(examples)[0])['value']);
  }

  #check(key: string, schema: unknown, value: unknown): void {
    const check = this.#checks.get(key) ?? this.#ajv.compile(this.#resolve(schema) as object);
    this.#checks.set(key, check);
    assert.ok(check(value), `${key}: ${this.#ajv.errorsText(check.errors)}`);
  }

  #schemaOf(body: Json): unknown {
    const content = body['content'];
    return content === undefined
      ? undefined
      : this.#object(this.#object(content)['application/json'])['schema'];
  }

  #operation(path: string, method: string): Json {
    return this.#object(this.#object(this.#at(path))[method]);
  }

  #at(path: string): unknown {
    return this.#object(this.#document['paths'])[path];
  }

  /** With every `$ref` in it replaced by what it leads to. */
  #resolve(node: unknown): unknown {
    if (Array.isArray(node)) return node.map((one) => this.#resolve(one));
    if (typeof node !== 'object' || node === null) return node;
    const reference = (node as Json)['$ref'];
    if (typeof reference === 'string') {
      const parts = reference.replace(/^#\//, '').split('/');
      return this.#resolve(parts.reduce<unknown>((inner, part) => this.#object(inner)[part], this.#document));
    }
    const whole = Object.fromEntries(
      Object.entries(node).map(([name, value]) => [name, this.#resolve(value)]),
    );
    // OpenAPI 3.0 lets `nullable` stand beside what has no type of its own.
    if (whole['nullable'] !== true || 'type' in whole) return whole;
    delete whole['nullable'];
    return { anyOf: [whole, { type: 'null' }] };
  }

  #object(node: unknown): Json {
    assert.ok(typeof node === 'object' && node !== null);
    return node as Json;
  }
}

const isTime = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/.test(text);

const toLiteral = (path: string, pathname: string): string =>
  path.replace(/\{\w+\}$/, pathname.split('/').at(-1) ?? '');
