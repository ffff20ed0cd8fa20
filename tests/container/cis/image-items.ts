// Section 4 of the CIS Docker Benchmark 1.6.0: images and the file that they are built from.
import type { ContainerFacts } from './facts.js';
import { type BenchmarkItem, noneOf } from './item.js';
import { buildSteps } from './build-steps.js';

export const imageItems: readonly BenchmarkItem[] = [
  {
    kind: 'checked',
    id: '4.1',
    title: 'A user is made for the container, and it runs as that user',
    readFrom: '`.Config.User` of the image; `Uid` in `/proc/PID/status` of every process inside',
    whyNot: ({ image, inside }: ContainerFacts): string | null => {
      const [uid = ''] = image.user.split(':');
      if (!/^[1-9][0-9]*$/.test(uid))
        return `the image runs as "${image.user}", and a number above 0 is asked for`;
      return noneOf(
        'processes of root',
        inside.processes.filter(({ uid: own }) => own === 0).map(({ pid, name }) => `${pid} ${name}`),
      );
    },
  },
  {
    kind: 'checked',
    id: '4.2',
    title: 'Base images are trusted ones',
    readFrom:
      'every `FROM` of the Containerfile: one argument, whose default is an official image, or nothing at all',
    whyNot: ({ buildFile }) =>
      noneOf(
        'bases',
        buildSteps(buildFile)
          .filter(({ verb }) => verb === 'FROM')
          .map(({ words }) => words.split(/\s+/)[0] ?? '')
          .filter((base) => base !== 'scratch' && base !== '${BASE_IMAGE}'),
      ) ??
      (/^ARG BASE_IMAGE=docker\.io\/library\/[a-z0-9./:@_-]+$/m.test(buildFile)
        ? null
        : 'the default of BASE_IMAGE is no official image'),
  },
  {
    kind: 'checked',
    id: '4.3',
    title: 'No package is in the image that it does not need',
    readFrom:
      'the files of the layers: no package manager, compiler, debugger, fetcher or service for logins',
    whyNot: ({ image }) => noneOf('unneeded programs', image.unneededPrograms),
  },
  {
    kind: 'not applicable',
    id: '4.4',
    title: 'Images are scanned and built again with security patches',
    why: 'a habit, not a property of an image: a build takes what the base and apt have that day, and a weekly workflow proposes the base of today',
  },
  {
    kind: 'not applicable',
    id: '4.5',
    title: 'Content trust is enabled',
    why: 'a setting of the client that pulls; ours is built where it runs, and its base can be pinned by digest',
  },
  {
    kind: 'checked',
    id: '4.6',
    title: 'The image has a health check',
    readFrom: '`.Config.Healthcheck` of the image (Podman: `.HealthCheck`)',
    whyNot: ({ image }) => (image.hasHealthCheck ? null : 'there is no health check'),
  },
  {
    kind: 'checked',
    id: '4.7',
    title: 'Lists of packages are not updated in a step of their own',
    readFrom: 'every `RUN` of the Containerfile',
    whyNot: ({ buildFile }) =>
      noneOf(
        'updates alone',
        buildSteps(buildFile)
          .filter(
            ({ verb, words }) => verb === 'RUN' && /\b(?:apt-get|apt|apk|dnf|yum)\b.*\bupdate\b/.test(words),
          )
          .map(({ words }) => words)
          .filter((words) => !/\binstall\b/.test(words)),
      ),
  },
  {
    kind: 'checked',
    id: '4.8',
    title: 'No file has the setuid or setgid bit',
    readFrom: 'the modes of all entries of all layers',
    whyNot: ({ image }) => noneOf('files with such a bit', image.setidFiles),
  },
  {
    kind: 'checked',
    id: '4.9',
    title: 'Files come in by COPY, never by ADD',
    readFrom: 'every step of the Containerfile',
    whyNot: ({ buildFile }) =>
      noneOf(
        'steps',
        buildSteps(buildFile)
          .filter(({ verb }) => verb === 'ADD')
          .map(({ verb, words }) => `${verb} ${words}`),
      ),
  },
  {
    kind: 'checked',
    id: '4.10',
    title: 'No secret is in the build file, nor in any layer',
    readFrom: 'names in `ARG` and `ENV`; every file of every layer by what `pymcp secrets scan` looks for',
    whyNot: ({ buildFile, image }) =>
      noneOf(
        'names of secrets',
        [
          ...buildSteps(buildFile)
            .filter(({ verb }) => verb === 'ARG' || verb === 'ENV')
            .flatMap(({ words }) => [...words.matchAll(/([A-Za-z0-9_]+)=/g)].map(([, name = '']) => name)),
          ...image.environment.map((entry) => entry.split('=')[0] ?? ''),
        ].filter((name) => /TOKEN|SECRET|PASSWORD|PASSWD|API_?KEY|_PAT$|CREDENTIAL/i.test(name)),
      ) ?? noneOf('secrets in layers', image.secrets),
  },
  {
    kind: 'checked',
    id: '4.11',
    title: 'Only verified packages are installed',
    readFrom:
      'every `RUN` of the Containerfile: nothing skips signatures or checksums, or runs what it fetches',
    whyNot: ({ buildFile }) =>
      noneOf(
        'steps',
        buildSteps(buildFile)
          .filter(
            ({ verb, words }) =>
              verb === 'RUN' &&
              /allow-unauthenticated|allow-insecure|trusted=yes|--no-check|strict-ssl|npm install\b|pip install|\|\s*(?:ba|da)?sh\b|curl|wget/.test(
                words,
              ),
          )
          .map(({ words }) => words),
      ),
  },
  {
    kind: 'not applicable',
    id: '4.12',
    title: 'Signed artifacts are validated before they are used',
    why: 'the build takes in no signed artifact but packages, which apt and npm verify (4.11)',
  },
];
