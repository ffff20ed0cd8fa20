// What a token must be allowed for a request, in the words of GitHub's pages. Pure.

/** @param route as in GitHub's documentation */
export function permissionFor(route: string): string {
  const path = route.split(' ').at(-1) ?? '';
  if (path.includes('/contents/'))
    return (
      'it needs the permissions "Contents: read and write" and "Workflows: read and write" for this repository, or, as a classic token, ' +
      'the scopes repo and workflow (gh auth refresh --scopes workflow)'
    );
  const name = path.includes('/environments/')
    ? 'Administration'
    : path.includes('/actions/') && !path.includes('/actions/secrets')
      ? 'Actions'
      : 'Secrets';
  return `it needs the permission "${name}: read and write" for this repository, or, as a classic token, the scope repo`;
}
