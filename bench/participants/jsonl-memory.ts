// A memory as the reference server keeps it (@modelcontextprotocol/server-memory): a line of JSON for each entity, all of it read for
// each question, all of it written for each change. What is different from it is left out here.
import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Entity } from '#pymcp/services/memory/graph.js';

export class JsonlMemory {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  async searchNodes(query: string): Promise<readonly Entity[]> {
    const wanted = query.toLowerCase();
    const has = (text: string): boolean => text.toLowerCase().includes(wanted);
    return (await this.#load()).filter(
      ({ name, entityType, observations }) => has(name) || has(entityType) || observations.some(has),
    );
  }

  async createEntities(entities: readonly Entity[]): Promise<void> {
    const known = await this.#load();
    const added = entities.filter(({ name }) => !known.some((one) => one.name === name));
    const text = [...known, ...added].map((one) => JSON.stringify({ type: 'entity', ...one })).join('\n');
    await writeFile(`${this.#path}.tmp`, text);
    await rename(`${this.#path}.tmp`, this.#path);
  }

  async #load(): Promise<readonly Entity[]> {
    const text = await readFile(this.#path, 'utf8').catch(() => '');
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as Entity);
  }
}
