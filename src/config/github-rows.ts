// The settings of the GitHub service.

export const githubRows = [
  {
    key: 'github.repositories',
    flag: '--github-repositories <names>',
    kind: { type: 'repositories' },
    fallback: null,
    otherwise: 'that of the git remote of the workspace',
    help: 'repositories that the service github may touch, OWNER/NAME or OWNER/*, with commas between',
  },
  {
    key: 'github.write',
    flag: '--github-write',
    kind: { type: 'boolean' },
    fallback: false,
    help: 'let the service github write issues, comments, branches, files and pull requests',
  },
  {
    key: 'github.apiUrl',
    flag: '--github-api-url <url>',
    kind: { type: 'address' },
    fallback: null,
    otherwise: 'GITHUB_API_URL, or that of github.com',
    help: 'API of a GitHub server of your own, such as https://HOST/api/v3',
  },
] as const;
