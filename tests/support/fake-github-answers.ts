// What the fake GitHub answers, by what it has: the fields that anybody looks at, the rest made up by GitHub's description.
import type { IncomingHttpHeaders } from 'node:http';
import type { FakeGitHub } from './fake-github.js';
import { blobSha, type FakeItem, type FakeRepository } from './fake-repository.js';
import type { Operation } from './github-description.js';
import { failure } from './github-server.js';

export interface FakeAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly text?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

type More = Readonly<Record<string, unknown>>;

export interface FakeRequest {
  readonly operation: Operation;
  readonly query: URLSearchParams;
  readonly body: unknown;
  readonly headers: IncomingHttpHeaders;
  readonly server: FakeGitHub;
  /** An answer of status 200 with these fields. */
  readonly sample: (more: More) => object;
  /** Likewise of status 201. */
  readonly made: (more: More) => object;
  /** One of those that an answer lists. */
  readonly item: (more: More) => object;
}

interface Given extends FakeRequest {
  readonly repository: FakeRepository;
  readonly parameter: (name: string) => string;
  readonly given: Readonly<Record<string, unknown>>;
}

const repo = '/repos/{owner}/{repo}';
const at = '2026-01-02T03:04:05Z';

const answers: Readonly<Record<string, (given: Given) => FakeAnswer>> = {
  [`get ${repo}`]: ({ repository, sample, headers }) => {
    const { fullName, visibility, isArchived } = repository;
    const etag = `"${fullName}:${visibility}:${isArchived}"`;
    if (headers['if-none-match'] === etag) return { status: 304 };
    const body = sample({
      ...{
        full_name: fullName,
        private: repository.isPrivate,
        archived: isArchived,
        default_branch: 'main',
      },
      ...(visibility === null ? {} : { visibility }),
    });
    return { status: 200, body, headers: { etag } };
  },
  [`get ${repo}/issues`]: (given) =>
    page(
      given,
      given.repository.items.map((item) => given.item(toIssue(given, item))),
    ),
  [`get ${repo}/issues/{issue_number}`]: (given) =>
    ofItem(given, (item) => ok(given.sample(toIssue(given, item)))),
  [`get ${repo}/issues/{issue_number}/comments`]: (given) =>
    ofItem(given, (item) =>
      page(
        given,
        item.comments.map((body, id) => given.item({ id, body, user: null, created_at: at })),
      ),
    ),
  [`get ${repo}/issues/{issue_number}/labels`]: (given) => ok([given.item({ name: 'bug' })]),
  [`get ${repo}/issues/{issue_number}/sub_issues`]: (given) =>
    ok(
      ['octo/hello', 'octo/hidden'].map((name, index) =>
        given.item({
          number: 50 + index,
          title: `of ${name}`,
          repository_url: `${given.server.address}/repos/${name}`,
        }),
      ),
    ),
  [`post ${repo}/issues/{issue_number}/comments`]: (given) =>
    ofItem(given, (item) => {
      item.comments.push(String(given.given['body']));
      return { status: 201, body: given.made({ id: item.comments.length, body: given.given['body'] }) };
    }),
  [`post ${repo}/issues`]: (given) => {
    const item = given.repository.addItem(String(given.given['title']), toText(given.given['body']));
    return { status: 201, body: given.made(toIssue(given, item)) };
  },
  [`patch ${repo}/issues/{issue_number}`]: (given) =>
    ofItem(given, (item) => {
      Object.assign(item, given.given);
      return ok(given.sample(toIssue(given, item)));
    }),
  [`get ${repo}/pulls`]: (given) =>
    page(
      given,
      given.repository.items.filter(({ isPull }) => isPull).map((item) => given.item(toPull(given, item))),
    ),
  [`get ${repo}/pulls/{pull_number}`]: (given) =>
    ofItem(given, (item) =>
      /\.diff/.test(given.headers.accept ?? '')
        ? { status: 200, text: given.repository.diff }
        : ok(given.sample(toPull(given, item))),
    ),
  [`get ${repo}/pulls/{pull_number}/files`]: ({ item }) =>
    ok([item({ filename: 'a.py', status: 'modified', additions: 1, deletions: 2, patch: '@@ -1 +1 @@' })]),
  [`get ${repo}/pulls/{pull_number}/reviews`]: ({ item }) => ok([item({ state: 'APPROVED', body: 'fine' })]),
  [`get ${repo}/pulls/{pull_number}/comments`]: ({ item }) => ok([item({ path: 'a.py', body: 'why?' })]),
  [`post ${repo}/pulls`]: (given) => {
    const item = given.repository.addItem(String(given.given['title']), toText(given.given['body']), true);
    return { status: 201, body: given.made(toPull(given, item)) };
  },
  [`get ${repo}/commits`]: (given) =>
    given.repository.isEmpty
      ? failure(409, 'Git Repository is empty.')
      : page(given, [given.item(toCommit('first'))]),
  [`get ${repo}/commits/{ref}`]: ({ sample }) =>
    ok(
      sample({
        ...toCommit('first'),
        files: [{ ...fileChange, filename: 'a.py', patch: '@@ -0,0 +1 @@\n+1' }],
        stats: { additions: 1, deletions: 0, total: 1 },
      }),
    ),
  [`get ${repo}/commits/{ref}/status`]: ({ sample }) =>
    ok(sample({ state: 'success', sha: 'b'.repeat(40), statuses: [] })),
  [`get ${repo}/contents/{path}`]: contents,
  [`put ${repo}/contents/{path}`]: (given) => {
    const path = given.parameter('path');
    given.repository.addFile(path, Buffer.from(String(given.given['content']), 'base64'));
    const made = given.made({}) as { content: object; commit: object };
    return {
      status: 201,
      body: {
        content: { ...made.content, path, sha: 'c'.repeat(40), html_url: 'https://github.com/x' },
        commit: { ...made.commit, sha: 'd'.repeat(40) },
      },
    };
  },
  [`get ${repo}/git/ref/{ref}`]: (given) => {
    const sha = given.repository.branches.get(given.parameter('ref').replace(/^heads\//, ''));
    if (sha === undefined) return failure(404, 'Not Found');
    return ok(
      given.sample({
        ref: `refs/${given.parameter('ref')}`,
        object: { type: 'commit', sha, url: 'https://github.com/x' },
      }),
    );
  },
  [`post ${repo}/git/refs`]: (given) => {
    const { ref, sha } = given.given;
    given.repository.branches.set(String(ref).replace(/^refs\/heads\//, ''), String(sha));
    return {
      status: 201,
      body: given.made({ ref, object: { type: 'commit', sha, url: 'https://github.com/x' } }),
    };
  },
  [`get ${repo}/git/trees/{tree_sha}`]: ({ repository, sample }) =>
    repository.isEmpty
      ? failure(409, 'Git Repository is empty.')
      : ok(
          sample({
            truncated: false,
            tree: [...repository.files].map(([path, file]) => ({
              ...{ path, mode: file.mode, sha: blobSha(file), url: 'https://github.com/x' },
              ...(file.mode === '160000' ? { type: 'commit' } : { type: 'blob', size: file.bytes.length }),
            })),
          }),
        ),
  [`get ${repo}/git/blobs/{file_sha}`]: ({ repository, parameter, sample }) => {
    const file = repository.fileBySha(parameter('file_sha'));
    if (file === undefined) return failure(404, 'Not Found');
    const { bytes } = file;
    return ok(
      sample({
        content: bytes.toString('base64'),
        encoding: 'base64',
        size: bytes.length,
        sha: blobSha(file),
      }),
    );
  },
};

const fileChange = {
  ...{ sha: 'e'.repeat(40), status: 'added', additions: 1, deletions: 0, changes: 1 },
  ...{
    blob_url: 'https://github.com/x',
    raw_url: 'https://github.com/x',
    contents_url: 'https://github.com/x',
  },
};

export function answerRepository(request: FakeRequest): FakeAnswer {
  const { operation, server, sample, body } = request;
  const { method, path, parameters } = operation;
  if (path === '/user') return ok(sample({ login: 'octocat', name: 'Octo Cat', type: 'User' }));
  if (path.startsWith('/search/')) return search(request);
  const name = `${parameters['owner']}/${parameters['repo']}`;
  const repository = server.repositories.get(name.toLowerCase());
  if (repository === undefined) return failure(404, 'Not Found');
  const answer = answers[`${method} ${path}`];
  if (answer === undefined) throw new Error(`the fake GitHub knows no ${method} ${path}`);
  const given = (body ?? {}) as Given['given'];
  return answer({ ...request, repository, given, parameter: (one) => parameters[one] ?? '' });
}

/** Finds everything in what the query names, and nothing where it names nothing: GitHub would look everywhere. */
function search({ operation, query, server, item, sample }: FakeRequest): FakeAnswer {
  const named = [...(query.get('q') ?? '').matchAll(/(?:^|\s)(repo|user):(\S+)/g)].map(
    ([, kind, name = '']) => (kind === 'repo' ? name.toLowerCase() : `${name.toLowerCase()}/`),
  );
  const found = [...server.repositories.values()].filter(({ fullName }) =>
    named.some((name) => fullName.toLowerCase().startsWith(name)),
  );
  const items = found.flatMap((repository) =>
    operation.path === '/search/code'
      ? [...repository.files.keys()].map((path) => toCodeHit(item, repository, path))
      : repository.items.map((one) =>
          item({
            ...toIssue({ repository, server }, one),
            repository_url: `${server.address}/repos/${repository.fullName}`,
          }),
        ),
  );
  return ok(sample({ total_count: items.length, incomplete_results: false, items }));
}

function toCodeHit(item: FakeRequest['item'], { fullName }: FakeRepository, path: string): object {
  const hit = item({ name: path, path }) as { repository: object };
  return {
    ...hit,
    repository: { ...hit.repository, full_name: fullName },
    text_matches: [{ fragment: 'a hit' }],
  };
}

function contents({ repository, parameter, sample }: Given): FakeAnswer {
  const path = parameter('path');
  const file = repository.files.get(path);
  if (repository.isEmpty) return failure(404, 'This repository is empty.');
  if (file === undefined) return folder(repository, path);
  const size = file.bytes.length;
  const common = {
    ...sample([] as never),
    ...links,
    name: path.split('/').at(-1),
    path,
    sha: blobSha(file),
    size,
  };
  if (file.mode === '120000') return ok({ ...common, type: 'symlink', target: String(file.bytes) });
  if (file.mode === '160000')
    return ok({ ...common, size: 0, type: 'submodule', submodule_git_url: 'git://example.org/x.git' });
  const isLarge = size > 1024 * 1024;
  const encoding = isLarge ? 'none' : 'base64';
  return ok({ ...common, type: 'file', encoding, content: isLarge ? '' : file.bytes.toString('base64') });
}

const links = {
  ...{ url: 'https://github.com/x', git_url: 'https://github.com/x', html_url: 'https://github.com/x' },
  ...{
    download_url: 'https://github.com/x',
    _links: { git: 'https://github.com/x', self: 'https://github.com/x', html: 'https://github.com/x' },
  },
};

function folder({ files }: FakeRepository, path: string): FakeAnswer {
  const prefix = path === '' ? '' : `${path}/`;
  const below = [...files].filter(([name]) => name.startsWith(prefix));
  if (below.length === 0) return failure(404, 'Not Found');
  return ok(
    below.map(([name, file]) => ({
      ...links,
      ...{
        type: 'file',
        name: name.split('/').at(-1),
        path: name,
        sha: blobSha(file),
        size: file.bytes.length,
      },
    })),
  );
}

function ofItem(given: Given, answer: (item: FakeItem) => FakeAnswer): FakeAnswer {
  const number = Number(given.parameter('issue_number') || given.parameter('pull_number'));
  const item = given.repository.items.find((one) => one.number === number);
  return item === undefined ? failure(404, 'Not Found') : answer(item);
}

function page({ query }: Given, items: readonly object[]): FakeAnswer {
  const [size, number] = [Number(query.get('per_page') ?? 30), Number(query.get('page') ?? 1)];
  const isMore = items.length > size * number;
  return {
    status: 200,
    body: items.slice(size * (number - 1), size * number),
    headers: isMore ? { link: '<https://api.github.com/x?page=2>; rel="next"' } : {},
  };
}

function toIssue({ repository }: Pick<Given, 'repository' | 'server'>, item: FakeItem): More {
  const { number, title, body, state, isPull, comments } = item;
  const address = 'https://api.github.com/x';
  return {
    ...{ number, title, body, state, created_at: at, updated_at: at, comments: comments.length },
    html_url: `https://github.com/${repository.fullName}/issues/${number}`,
    labels: [{ name: 'bug' }],
    ...(isPull
      ? { pull_request: { url: address, html_url: address, diff_url: address, patch_url: address } }
      : {}),
  };
}

function toPull(given: Given, { number, title, body, state }: FakeItem): More {
  const sample = (given.operation.path.endsWith('/pulls') && given.operation.method === 'get'
    ? given.item({})
    : given.operation.method === 'post'
      ? given.made({})
      : given.sample({})) as unknown as { head: object; base: object };
  return {
    ...{ number, title, body, state, created_at: at, updated_at: at },
    head: { ...sample.head, ref: 'topic', sha: 'b'.repeat(40) },
    base: { ...sample.base, ref: 'main', sha: 'a'.repeat(40) },
  };
}

function toCommit(message: string): More {
  const person = { name: 'Mallory', email: 'm@example.org', date: at };
  const tree = { sha: 'a'.repeat(40), url: 'https://github.com/x' };
  return {
    ...{ sha: 'b'.repeat(40), parents: [], author: null },
    commit: {
      url: 'https://github.com/x',
      author: person,
      committer: person,
      message,
      comment_count: 0,
      tree,
    },
  };
}

const ok = (body: unknown): FakeAnswer => ({ status: 200, body });

const toText = (value: unknown): string => (typeof value === 'string' ? value : '');
